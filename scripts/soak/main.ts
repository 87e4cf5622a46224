import { spawnSync } from 'node:child_process'
import { ensureTools } from '../install/install'
import { CHROMIUM } from '../install/tools'
import { readArguments } from './arguments'
import { EVENT_BLOCKS, soakEvents } from './layers/events'
import { catchLeaks, LEAKS } from './layers/leaks'
import { ALERTS, BOARD, LOGS } from './layers/places'
import { type Stage, soakStage } from './layers/ticks'
import { judgeTraffic } from './layers/traffic'
import { printChecks } from './report'
import { ensureSoakBuild, openSite } from './site'
import { processorSeconds } from './soaked-page'
import { type Check, judgeTicks } from './verdict'

/** Whether the app can hang on a wall for weeks: docs/performance.md says what is measured. Resolves with the exit code. */
async function main(): Promise<number> {
  const quick = LEAKS.filter(({ seenBy }) => typeof seenBy === 'string')
  const ids = (of: typeof LEAKS) => of.map(({ id }) => id)
  const { ticks, leaks, parts } = readArguments(process.argv.slice(2), ids(LEAKS), ids(quick), commitOf)
  const log = (line: string) => console.log(line)
  ensureTools([CHROMIUM], log)
  await ensureSoakBuild(log)
  const checks: Check[] = []
  const beganMs = performance.now()
  if (ticks > 0) checks.push(...(await soakClean(ticks, parts, log)))
  checks.push(
    ...(await catchLeaks(
      LEAKS.filter(({ id }) => leaks.includes(id)),
      log,
    )),
  )
  printChecks(checks)
  console.log(`\n${((performance.now() - beganMs) / 1000).toFixed(0)} s.`)
  return checks.every(({ isGood }) => isGood) ? 0 : 1
}

/** Of the checkout, in hexadecimal digits; zeros where there is no git. */
function commitOf(): string {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' })
  return status === 0 ? stdout : '000000'
}

async function soakClean(
  ticks: number,
  parts: readonly string[],
  log: (line: string) => void,
): Promise<readonly Check[]> {
  const site = await openSite(BOARD)
  const { page, backend, chromium } = site
  try {
    const stages: readonly Stage[] = [
      { name: 'board', path: BOARD, ticks, warmUp: 300 },
      { name: 'logs', path: LOGS, ticks: Math.ceil(ticks / 4), warmUp: 130 },
      { name: 'alerts', path: ALERTS, ticks: Math.ceil(ticks / 4), warmUp: 60 },
    ]
    const checks: Check[] = []
    for (const stage of stages.filter(({ name }) => parts.includes(name)))
      checks.push(...judgeTicks(stage.name, await soakStage(page, stage, log)))
    if (parts.includes('events')) checks.push(...(await soakEvents(page, backend, EVENT_BLOCKS, log)))
    checks.push(...(await judgeTraffic(page, backend)))
    const seconds = Object.entries(await processorSeconds(chromium)).map(([kind, s]) => `${kind} ${s.toFixed(0)} s`)
    log(`  processor of the part without leaks: ${seconds.join(', ')}`)
    return checks
  } finally {
    await site.close()
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error)
    process.exit(1)
  },
)
