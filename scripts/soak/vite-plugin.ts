import type { Plugin } from 'vite'

/**
 * Puts the soak test's own code first into the page and into each worker of a build with `--mode soak`; a file of no other build
 * has a byte of it.
 */
export function addSoakCode(): Plugin {
  return {
    name: 'add-soak-code',
    apply: (_config, { command, mode }) => command === 'build' && mode === 'soak',
    transform(code, id) {
      if (id.endsWith('/src/main.ts')) return `import '/scripts/soak/page/main.ts'\n${code}`
      if (/\/src\/workers\/\w+\.worker\.ts$/.test(id)) return `import '/scripts/soak/page/worker.ts'\n${code}`
      return null
    },
  }
}
