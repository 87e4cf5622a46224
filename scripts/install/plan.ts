import type { Tool } from './tools'

/** What this machine can install with. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly hasApt: boolean
  readonly isRoot: boolean
  /** `sudo -n` works: no password is asked. */
  readonly canSudo: boolean
}

export type InstallPlan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'apt'; readonly prefix: readonly string[]; readonly packages: readonly string[] }
  /** One line that says what is missing and how to get it. */
  | { readonly kind: 'ask'; readonly message: string }

/** Decides how missing programs come to a machine, without asking anybody anything. */
export function planInstall(missing: readonly Tool[], machine: Machine): InstallPlan {
  if (missing.length === 0) return { kind: 'nothing' }
  const packages = [...new Set(missing.map((tool) => tool.apt))]
  if (machine.hasApt && machine.isRoot) return { kind: 'apt', prefix: [], packages }
  if (machine.hasApt && machine.canSudo) return { kind: 'apt', prefix: ['sudo', '-n'], packages }
  const names = missing.map((tool) => tool.binaries[0]).join(', ')
  return { kind: 'ask', message: `Missing: ${names}. Install with: ${advice(missing, packages, machine)}` }
}

function advice(missing: readonly Tool[], packages: readonly string[], machine: Machine): string {
  if (machine.hasApt) return `sudo apt-get install --no-install-recommends ${packages.join(' ')}`
  if (machine.platform === 'darwin') {
    return [...new Set(missing.map((tool) => `brew install ${tool.brew}`))].join(' && ')
  }
  return `your package manager, or put the programs on the PATH (https://prometheus.io/download)`
}
