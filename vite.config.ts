import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { leaveOutReactParts } from './scripts/build/leave-out-react-parts'
import { addSoakCode } from './scripts/soak/vite-plugin'

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/*
 * Two files instead of fifty, which pack better: the first picture's, and React's part of the app.
 */
const FIRST = 'src/main.ts'
/** The panels of most dashboards go along; they are imported late only to keep React out of the first picture. */
const APP = [
  'src/app/mount.tsx',
  'src/panels/timeseries/code.ts',
  'src/panels/stat/code.ts',
  'src/panels/gauge/code.ts',
]

/** The list of alerts: somebody may have been woken by one. Its parts are named beforehand, or each would be found by another. */
const HURRIED = /\/(?:AlertsPage|first-alerts)-/
/** Their first picture, and what it shares with React's part of the app: else it would bring all of that. */
const FIRST_ALERTS = 'src/app/first-alerts.tsx'

const reached = new Map<string, ReadonlySet<string>>()

/** What a module brings with it, read from the imports themselves. */
function reachedFrom(entry: string, graph: ModuleGraph): ReadonlySet<string> {
  const known = reached.get(entry)
  if (known !== undefined) return known
  const found = new Set<string>()
  const waiting = [fileURLToPath(new URL(entry, import.meta.url))]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue
    found.add(id)
    waiting.push(...(graph.getModuleInfo(id)?.importedIds ?? []))
  }
  reached.set(entry, found)
  return found
}

/** Whether a module is of what makes a page live. */
const isOfApp = (id: string, graph: ModuleGraph) =>
  !LATE_QUERY.test(id) && APP.some((entry) => reachedFrom(entry, graph).has(id))

/** Reached by the library's index alone: the first pages ask with `useQueries`. */
const LATE_QUERY = /\/react-query\/build\/modern\/use(?:Base)?Query\.js$/

export default defineConfig({
  plugins: [
    react(),
    dropUnusedReactParts(),
    trimRouter(),
    dropUnusedQueryParts(),
    dropDescriptions(),
    preloadReact(),
    shrinkBoot(),
    copyRules(),
    addSoakCode(),
  ],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  worker: { format: 'es', plugins: () => [addSoakCode()] },
  css: { modules: { generateScopedName: scopedName } },
  build: {
    // Nothing may become a data: URI; the policy allows data: for images alone.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // Late parts find their scripts by their own imports; naming them all beforehand costs the first dashboard more than it saves.
      resolveDependencies: (file, deps, { hostType }) =>
        hostType === 'js' && !HURRIED.test(file) ? deps.filter((dep) => dep.endsWith('.css')) : deps,
    },
    cssCodeSplit: true,
    target: 'es2023',
    sourcemap: false,
    rolldownOptions: {
      // Reading a property or a global when a module loads is never done for its effect here; writing one may be.
      treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
      output: {
        // Beside the name six characters tell two builds apart, and they do not pack: two more are a hundred bytes of the first page.
        chunkFileNames: 'assets/[name]-[hash:7].js',
        entryFileNames: 'assets/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:7][extname]',
        codeSplitting: {
          // Else each group takes what its modules import along, also what belongs to the other.
          includeDependenciesRecursively: false,
          groups: [
            { name: (id, graph) => (reachedFrom(FIRST, graph).has(id) ? 'first' : null), priority: 3 },
            {
              name: (id, graph) => (isOfApp(id, graph) && reachedFrom(FIRST_ALERTS, graph).has(id) ? 'shared' : null),
              priority: 2,
            },
            {
              name: (id, graph) => (isOfApp(id, graph) ? 'app' : null),
              priority: 1,
            },
          ],
        },
      },
    },
  },
})

const scopes = new Map<string, string>()

/** Of a class in a CSS module: its name and three letters for its file, half of what the default takes. */
function scopedName(name: string, path: string): string {
  const file = relative(import.meta.dirname, path.replace(/\?.*$/, ''))
  const scope = createHash('sha256').update(file).digest('base64url').replace(/[-_]/g, '').slice(0, 3)
  const other = scopes.get(scope) ?? file
  if (other !== file) throw new Error(`${file} and ${other} have the same letters: rename one.`)
  scopes.set(scope, file)
  return `${name}_${scope}`
}

/**
 * react-router makes its forms, prefetching and framework contexts when it is loaded, which keeps them in every bundle.
 * Marked pure, those that nobody uses can go: 2 KB of the first page. 1 KB is what it draws for errors of routes that load
 * data, which none does here: errors reach `PageErrorBoundary`.
 */
function trimRouter(): Plugin {
  return {
    name: 'trim-router',
    apply: 'build',
    transform(code, id) {
      if (!/node_modules\/react-router\//.test(id)) return null
      return code
        .replace(/= (React\d*\.(?:createContext|forwardRef|memo|createElement)\()/g, '= /* @__PURE__ */ $1')
        .replace(/^\w+\.displayName = "[^"]*";$/gm, '')
        .replace(
          /^function DefaultErrorComponent\(\) \{[\s\S]*?(?=^function RenderedRoute\()/m,
          `const defaultErrorElement = null\nfunction RenderErrorBoundary() { throw new Error('left out by vite.config.ts') }\n`,
        )
    },
  }
}

function dropUnusedReactParts(): Plugin {
  return {
    name: 'drop-unused-react-parts',
    apply: 'build',
    transform(code, id) {
      return id.endsWith('/node_modules/react-dom/cjs/react-dom-client.production.js') ? leaveOutReactParts(code) : null
    },
  }
}

/**
 * React's part of the app is imported when the first picture is painted. It is fetched from the moment on at which the page's
 * questions have left (`fetchLater` in `src/main.ts`): before that it would only compete with what the picture needs.
 */
function preloadReact(): Plugin {
  return {
    name: 'preload-react',
    apply: 'build',
    writeBundle({ dir = 'dist' }, bundle) {
      // A hint to V8: compile it whole, off the main thread, instead of function by function when each is first called.
      // In the file itself, because the minifier takes comments away.
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk' || file.name !== 'first') continue
        const path = join(dir, file.fileName)
        writeFileSync(path, `//# allFunctionsCalledOnLoad\n${readFileSync(path, 'utf8')}`)
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []))
        const mount = chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith('/src/app/mount.tsx')))
        if (mount === undefined) throw new Error('The build has no chunk of src/app/mount.tsx.')
        const font = Object.keys(bundle).find((file) => /inter-latin-wght-normal.*\.woff2$/.test(file))
        const face = { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${font}`, crossorigin: '' }
        const modules = [mount.fileName, ...mount.imports]
          .filter((file) => !html.includes(file))
          .map((file) => ({
            tag: 'link',
            attrs: { 'data-later': 'preload', as: 'script', href: `/${file}`, crossorigin: '' },
            injectTo: 'head' as const,
          }))
        return [{ tag: 'link', attrs: face, injectTo: 'head' as const }, ...modules]
      },
    },
  }
}

/**
 * Every QueryClient brings mutations and infinite queries, which nothing here uses: 2 KB of the first page. A call of
 * `useMutation` or `useInfiniteQuery` fails with the name of this file.
 */
function dropUnusedQueryParts(): Plugin {
  const refuse = `() => { throw new Error('left out by vite.config.ts') }`
  const stubs = new Map([
    [
      'mutationCache',
      `export class MutationCache {
        build = ${refuse}
        findAll = () => []
        clear = () => undefined
        resumePausedMutations = async () => undefined
      }`,
    ],
    [
      'infiniteQueryBehavior',
      `export const infiniteQueryBehavior = ${refuse}
      export { infiniteQueryBehavior as hasNextPage, infiniteQueryBehavior as hasPreviousPage }`,
    ],
  ])
  return {
    name: 'drop-unused-query-parts',
    apply: 'build',
    load(id) {
      const name = /node_modules\/@tanstack\/query-core\/build\/modern\/(\w+)\.js$/.exec(id)?.[1]
      return stubs.get(name ?? '') ?? null
    },
  }
}

/** `public/boot.js` is copied as it is written; what only people read is a fifth of it. */
function shrinkBoot(): Plugin {
  return {
    name: 'shrink-boot',
    apply: 'build',
    writeBundle({ dir = 'dist' }) {
      const path = join(dir, 'boot.js')
      writeFileSync(
        path,
        readFileSync(path, 'utf8')
          .replace(/^\s*\/\/.*\n/gm, '')
          .replace(/^[ ]+/gm, ''),
      )
    },
  }
}

/** The rule files that Prometheus is run with are evaluated in the page too, and the routes that Alertmanager is run with are shown. */
function copyRules(): Plugin {
  const folder = new URL('deploy/prometheus/rules/', import.meta.url)
  const routes = new URL('deploy/alertmanager/alertmanager.yml', import.meta.url)
  return {
    name: 'copy-rules',
    apply: 'build',
    generateBundle() {
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.yml'))) {
        this.emitFile({ type: 'asset', fileName: `rules/${file}`, source: readFileSync(new URL(file, folder)) })
      }
      this.emitFile({ type: 'asset', fileName: 'routes/alertmanager.yml', source: readFileSync(routes) })
    },
  }
}

/** What the schema of dashboards says to people is for their editors (`npm run schemas`); the page only decodes. */
function dropDescriptions(): Plugin {
  return {
    name: 'drop-descriptions',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('/src/domain/dashboards/schema.ts')) return null
      return code.replace(/\b(text|slug|v\.description)\(\s*['"](?:[^'"\\]|\\.)*['"]\s*,?\s*\)/g, "$1('')")
    },
  }
}
