// @vitest-environment happy-dom
// biome-ignore-all lint/correctness/noComponentHookFactories: the components are of the React that is given
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type * as ReactModule from 'react'
import type * as ReactDom from 'react-dom'
import type * as ReactDomClient from 'react-dom/client'
import { describe, expect, it, vi } from 'vitest'
import { leaveOutReactParts } from './leave-out-react-parts'

const require = createRequire(import.meta.url)
const textOf = (name: string, file: string) =>
  readFileSync(join(dirname(require.resolve(`${name}/package.json`)), 'cjs', `${file}.production.js`), 'utf8')

interface Loaded {
  readonly React: typeof ReactModule
  readonly dom: typeof ReactDom
  readonly client: typeof ReactDomClient
}

/** React as the production build has it, with the text of its DOM client as given. */
function loadReact(clientText: string): Loaded {
  const loaded = new Map<string, object>()
  const load = (name: string, text: string) => {
    const exports = {}
    loaded.set(name, exports)
    new Function('exports', 'require', text)(exports, (asked: string) => loaded.get(asked))
    return exports
  }
  const React = load('react', textOf('react', 'react')) as Loaded['React']
  load('scheduler', textOf('scheduler', 'scheduler'))
  const dom = load('react-dom', textOf('react-dom', 'react-dom')) as typeof ReactDom
  return { React, dom, client: load('react-dom/client', clientText) as typeof ReactDomClient }
}

/** What a page does with React, as a log of markup, effects and refs. */
async function live({ React, dom, client }: Loaded): Promise<string[]> {
  const log: string[] = []
  const h = React.createElement
  const page = document.createElement('main')
  const beside = document.createElement('aside')
  document.body.replaceChildren(page, beside)
  const shown = () => `${document.title} | ${page.innerHTML} | ${beside.innerHTML}`
  const until = async (text: string) => {
    await vi.waitFor(() => expect(shown()).toContain(text))
    log.push(shown())
  }

  const Side = React.createContext('none')
  let arrive = () => {}
  const later = new Promise<string>((resolve) => {
    arrive = () => resolve('arrived')
  })
  function Row({ name }: { readonly name: string }) {
    React.useEffect(() => {
      log.push(`+${name}`)
      return () => void log.push(`-${name}`)
    }, [name])
    React.useLayoutEffect(() => void log.push(`laid out ${name}`), [name])
    return h(
      'li',
      { ref: (row: Element | null) => void log.push(`ref ${name} ${row?.nodeName}`) },
      name,
      React.useContext(Side),
    )
  }
  const Later = () => h('b', null, React.use(later))
  function Fragile({ broken }: { readonly broken: boolean }) {
    if (broken) throw new Error('broken')
    return h('i', null, 'whole')
  }
  class Boundary extends React.Component<{ readonly children: ReactModule.ReactNode }> {
    override state: { readonly message?: string } = {}
    static getDerivedStateFromError = (error: Error) => ({ message: error.message })
    override componentDidCatch = (error: Error) => void log.push(`caught ${error.message}`)
    override render = () => this.state.message ?? this.props.children
  }
  function Page() {
    const [names, setNames] = React.useState(['a', 'b', 'c'])
    const [step, setStep] = React.useState(0)
    const slow = React.useDeferredValue(step)
    const [text, setText] = React.useState('')
    const next = () => {
      setNames(['c', 'd', 'a'])
      React.startTransition(() => setStep(step + 1))
    }
    return h(
      React.Fragment,
      null,
      h('title', null, `Step ${slow}`),
      h('button', { type: 'button', onClick: next, style: { '--width': step, opacity: step } }, 'next'),
      h('input', { value: text, onChange: (event) => setText(event.currentTarget.value.toUpperCase()) }),
      h('output', null, text),
      h(Side.Provider, { value: ` ${step}` }, h('ul', null, ...names.map((name) => h(Row, { key: name, name })))),
      h(React.Suspense, { fallback: 'waiting' }, h('p', null, 'beside'), step > 1 && h(Later)),
      h(React.Activity, { mode: step === 1 ? 'hidden' : 'visible', children: h(Row, { name: 'resting' }) }),
      h(Boundary, null, h(Fragile, { broken: step === 3 })),
      dom.createPortal(h('em', null, `portal ${step}`), beside),
    )
  }

  const root = client.createRoot(page, { onCaughtError: (error) => void log.push(`told of ${error}`) })
  const press = () => page.querySelector('button')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  React.startTransition(() => root.render(h(React.StrictMode, null, h(Page))))
  await until('portal 0')
  press()
  await until('Step 1')
  const input = page.querySelector('input')
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'typed')
  input?.dispatchEvent(new Event('input', { bubbles: true }))
  await until('TYPED')
  dom.flushSync(press)
  log.push(shown())
  arrive()
  await until('arrived')
  press()
  await until('broken')
  dom.flushSync(() => root.render('gone'))
  log.push(shown())
  root.unmount()
  await until('|  | ')
  return log
}

describe('React without the parts that nothing uses', () => {
  const text = textOf('react-dom', 'react-dom-client')

  it('does what the whole one does', async () => {
    const expected = await live(loadReact(text))
    expect(expected.length).toBeGreaterThan(30)
    expect(await live(loadReact(leaveOutReactParts(text)))).toEqual(expected)
  })

  it.each([
    ['<ViewTransition>', ({ React, client }: Loaded) => render(client, React.createElement(React.ViewTransition))],
    [
      'a ref of a fragment',
      ({ React, client }: Loaded) => render(client, React.createElement(React.Fragment, { ref: () => {} } as object)),
    ],
    ['hydrateRoot', async ({ client }: Loaded) => void client.hydrateRoot(document.createElement('p'), 'text')],
    ['preload', async ({ dom }: Loaded) => dom.preload('/a.css', { as: 'style' })],
  ])('says of %s where it went', async (_name, use) => {
    await expect(use(loadReact(leaveOutReactParts(text)))).rejects.toThrow(
      'left out by scripts/build/leave-out-react-parts.ts',
    )
  })

  it.each([
    ['another version', text.replace('version = "19.3.1"', 'version = "19.4.0"'), 'is not 19.3.1'],
    ['a function by another name', text.replaceAll('retryIfBlockedOn', 'retryBlocked'), 'has no'],
    [
      'a variable set otherwise',
      text.replaceAll('isHydrating = !0', 'isHydrating = fiber'),
      'sets isHydrating to something else',
    ],
  ])('refuses %s', (_name, other, message) => {
    expect(() => leaveOutReactParts(other)).toThrow(message)
  })
})

/** Fails with the error that rendering ended with. */
function render({ createRoot }: typeof ReactDomClient, element: ReactModule.ReactNode): Promise<never> {
  return new Promise((_resolve, onUncaughtError) => {
    createRoot(document.createElement('p'), { onUncaughtError }).render(element)
  })
}
