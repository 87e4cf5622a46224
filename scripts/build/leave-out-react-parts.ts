/** What was read to be sure that what is left out is not missed. Another version has to be read again. */
const READ_VERSION = '19.3.1'

/**
 * Features of react-dom that nothing here uses, and no way to tell it so: hydration (there is no server that renders, `createRoot`
 * alone makes roots), `<ViewTransition>`, refs of fragments, and `preload()` and its like. They are a sixth of React, and 10 KB
 * of the first dashboard. The doors to them fail with the name of this file; what lies behind is then never reached.
 */
const DOORS: readonly (readonly [from: string | RegExp, to: string])[] = [
  [/^exports\.hydrateRoot = [\s\S]*?^\};$/m, 'exports.hydrateRoot = leftOut;'],
  [/^ReactDOMHydrationRoot\.prototype\.unstable_scheduleHydration = [\s\S]*?^\};$/m, ''],
  ['createFiberImplClass(30, pendingProps, key, type)', 'leftOut()'],
  [/^FragmentInstance\.prototype\.[\s\S]*?^\};$/gm, ''],
]

/** Reached with what only those features make: something dehydrated, a fiber of a `<ViewTransition>`, a fragment's handle. */
const NEVER_CALLED = [
  'FragmentInstance',
  'commitNewChildToFragmentInstance',
  'deleteChildFromFragmentInstance',
  'updateDehydratedSuspenseComponent',
  'mountHostRootWithoutHydrating',
  'retryActivityComponentWithoutHydrating',
  'retrySuspenseComponentWithoutHydrating',
  'retryDehydratedSuspenseBoundary',
  'createFiberFromDehydratedFragment',
  'clearHydrationBoundary',
  'hideOrUnhideDehydratedBoundary',
  'queueIfContinuousEvent',
  'retryIfBlockedOn',
  'throwOnHydrationMismatch',
  'queueHydrationError',
  'getNextHydratable',
  'getViewTransitionName',
  'getViewTransitionClassName',
  'createViewTransitionInstance',
  'applyViewTransitionToHostInstances',
  'restoreViewTransitionOnHostInstances',
  'scheduleViewTransitionEvent',
  'prefetchDNS',
  'preconnect',
  'preload',
  'preloadModule',
  'preinitStyle',
  'preinitScript',
  'preinitModuleScript',
]

/** Called for every commit or event, to look for what is never there. */
const FIND_NOTHING = [
  'commitFragmentInstanceInsertionEffects',
  'commitFragmentInstanceDeletionEffects',
  'commitActivityHydrationCallbacks',
  'commitSuspenseHydrationCallbacks',
  'clearIfContinuousEvent',
  'trackEnterViewTransitions',
  'commitExitViewTransitions',
  'commitNestedViewTransitions',
  'restoreEnterOrExitViewTransitions',
  'restoreNestedViewTransitions',
]

/** Variables that those features alone set to true. As constants they take their branches along when the build is minified. */
const NEVER_TRUE = ['isHydrating', 'shouldStartViewTransition']

const LEFT_OUT = "function leftOut() { throw Error('left out by scripts/build/leave-out-react-parts.ts') }"

/** The text of `react-dom-client.production.js` without those features. Throws where it is not the text that was read. */
export function leaveOutReactParts(text: string): string {
  if (!text.includes(`exports.version = "${READ_VERSION}"`)) {
    throw new Error(`react-dom is not ${READ_VERSION}: see that scripts/build/leave-out-react-parts.ts is still true`)
  }
  let code = text
  const replace = (from: string | RegExp, to: string) => {
    const found = typeof from === 'string' ? code.includes(from) : code.search(from) >= 0
    if (!found) throw new Error(`react-dom has no ${from}`)
    code = code.replace(from, to)
  }
  const setBody = (name: string, body: string) =>
    replace(new RegExp(`^function ${name}\\(([^)]*)\\) \\{$[\\s\\S]*?^\\}$`, 'm'), `function ${name}($1) { ${body} }`)

  for (const [from, to] of DOORS) replace(from, to)
  for (const name of NEVER_CALLED) setBody(name, 'leftOut()')
  for (const name of FIND_NOTHING) setBody(name, '')
  // Its fiber would have to be the one at which hydration stands.
  setBody('popHydrationState', 'return !1')
  replace(/\b[\w.]+\.isDehydrated\b/g, '!1')
  for (const name of NEVER_TRUE) {
    replace(new RegExp(`^(var|  ) ?${name} = !1,$`, 'm'), `$1 ${name}$unused,`)
    replace(new RegExp(`(?<![\\w$.])${name} = (![01])`, 'g'), '$1')
    if (new RegExp(`(?<![\\w$.])${name} = `).test(code)) throw new Error(`react-dom sets ${name} to something else`)
    replace('"use strict";', `"use strict";\nconst ${name} = !1;`)
  }
  return `${code}\n${LEFT_OUT}\n`
}
