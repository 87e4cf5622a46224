import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Loaded by a press or a hover; the rest of a dashboard's modules come in one file, which packs better than fifteen. */
const RARE = /PanelDetailsText|panel-details|share-panel/

function isOfFirstDashboard(id: string): boolean {
  return /\/src\/(?:features\/dashboards|panels|ui\/chart|ui\/status)\//.test(id) && !RARE.test(id)
}

export default defineConfig({
  plugins: [react()],
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
      output: {
        codeSplitting: {
          groups: [{ name: 'dashboard', test: isOfFirstDashboard }],
        },
      },
    },
  },
})
