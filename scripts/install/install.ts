import { spawnSync } from 'node:child_process'
import { type Machine, planInstall } from './plan'
import { findBinary, type Tool } from './tools'

/**
 * Makes sure that programs are there, or throws an Error whose message is the one line to print.
 * Nothing is asked and no service of a package is started.
 */
export function ensureTools(tools: readonly Tool[], log: (line: string) => void): void {
  const missing = missingOf(tools)
  const plan = planInstall(missing, thisMachine())
  if (plan.kind === 'nothing') return
  if (plan.kind === 'ask') throw new Error(plan.message)
  log(`Installing ${plan.packages.join(', ')} ...`)
  const failure = aptInstall(plan.prefix, plan.packages)
  const still = missingOf(missing).map((tool) => tool.binaries[0])
  if (still.length > 0) throw new Error(`Cannot install ${still.join(', ')}: ${failure ?? 'the packages lack them'}`)
}

function missingOf(tools: readonly Tool[]): readonly Tool[] {
  return tools.filter((tool) => findBinary(tool.binaries) === undefined)
}

function thisMachine(): Machine {
  const isRoot = process.getuid?.() === 0
  const hasApt = findBinary(['apt-get']) !== undefined
  const canSudo = hasApt && !isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
  return { platform: process.platform, hasApt, isRoot, canSudo }
}

/** undefined when it worked, else why not. Package lists are fetched only when the first try fails without them. */
function aptInstall(prefix: readonly string[], packages: readonly string[]): string | undefined {
  const install = ['install', '-y', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold', ...packages]
  const first = apt(prefix, install)
  if (first.ok) return undefined
  const update = apt(prefix, ['update'])
  const second = apt(prefix, install)
  if (second.ok) return undefined
  return explain(`${first.said}\n${update.said}\n${second.said}`)
}

function apt(prefix: readonly string[], args: readonly string[]): { ok: boolean; said: string } {
  // Through `env`, because sudo drops variables. RUNLEVEL=1 keeps invoke-rc.d from starting services.
  const quiet = [
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'RUNLEVEL=1',
    'apt-get',
    '-q',
    '-o',
    'DPkg::Lock::Timeout=120',
  ]
  const [command = '', ...rest] = [...prefix, ...quiet, ...args]
  const done = spawnSync(command, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  return { ok: done.status === 0, said: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}` }
}

/** The line of a long output that says why. */
export function explain(said: string): string {
  if (/could not resolve|temporary failure|could not connect|network is unreachable|failed to fetch/i.test(said)) {
    return 'the package mirror does not answer. Connect to the network and try again.'
  }
  const lines = said.split('\n').map((line) => line.trim())
  return lines.findLast((line) => line.startsWith('E:')) ?? lines.findLast((line) => line !== '') ?? 'apt-get failed'
}
