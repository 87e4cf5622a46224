import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Loaded by a press or a hover; the rest of a dashboard's modules come in one file, which packs better than fifteen. */
const RARE = /PanelTools|PanelDetails|panel-details|PanelShortcuts|use-panel-actions|share-panel/

function isOfFirstDashboard(id: string): boolean {
  return /\/src\/(?:features\/dashboards|panels|ui\/chart|ui\/status)\//.test(id) && !RARE.test(id)
}

export default defineConfig({
  plugins: [react(), markRouterPure()],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  worker: { format: 'es' },
  build: {
    // Nothing may become a data: URI; the policy allows data: for images alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    target: 'es2023',
    sourcemap: false,
    rolldownOptions: {
      // Reading a property or a global when a module loads is never done for its effect here; writing one may be.
      treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
      output: {
        codeSplitting: {
          groups: [{ name: 'dashboard', test: isOfFirstDashboard }],
        },
      },
    },
  },
})

/**
 * react-router makes its forms, prefetching and framework contexts when it is loaded, which keeps them in every bundle.
 * Marked pure, those that nobody uses can go: 2 KB of the first page.
 */
function markRouterPure(): Plugin {
  return {
    name: 'mark-router-pure',
    apply: 'build',
    transform(code, id) {
      if (!/node_modules\/react-router\//.test(id)) return null
      return code
        .replace(/= (React\d*\.(?:createContext|forwardRef|memo|createElement)\()/g, '= /* @__PURE__ */ $1')
        .replace(/^\w+\.displayName = "[^"]*";$/gm, '')
    },
  }
}
