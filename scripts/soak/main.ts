import { spawnSync } from 'node:child_process'
import { ensureTools } from '../install/install'
import { CHROMIUM } from '../install/tools'
import { readArguments, type SoakArguments } from './arguments'
import { EVENT_BLOCKS, type EventBlock, soakEvents } from './layers/events'
import { catchLeaks, LEAKS } from './layers/leaks'
import { ALERTS, asksOf, BOARD, isStill, LOGS, looseOf } from './layers/places'
import { type Stage, soakStage } from './layers/ticks'
import { lookAtTraffic } from './layers/traffic'
import { printChecks } from './report'
import { ensureSoakBuild, openSite, type SoakSite } from './site'
import { processorSeconds } from './soaked-page'
import { type Check, isDecided, judgeTicks } from './verdict'
import { judgeRhythm } from './verdict-rhythm'
import { judgeComplaints, judgeTraffic } from './verdict-traffic'

/** Whether the app can hang on a wall for weeks: docs/performance.md says what is measured. Resolves with the exit code. */
async function main(): Promise<number> {
  const soon = LEAKS.filter(({ seenBy }) => typeof seenBy === 'string')
  const ids = (of: typeof LEAKS) => of.map(({ id }) => id)
  const asked = readArguments(process.argv.slice(2), ids(LEAKS), ids(soon), commitOf)
  const { ticks, leaks } = asked
  const log = (line: string) => console.log(line)
  ensureTools([CHROMIUM], log)
  await ensureSoakBuild(log)
  const checks: Check[] = []
  const beganMs = performance.now()
  if (ticks > 0) checks.push(...(await soakClean(asked, log)))
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

type Part = (site: SoakSite, asked: SoakArguments, log: (line: string) => void) => Promise<readonly Check[]>

/** Pages that refresh again and again. */
const soakPages: Part = async (site, { ticks, parts, quick }, log) => {
  // Until V8 has compiled for speed what is worth it, which takes it about so many refreshes; without its compilers, until caches are full.
  const warmUp = (caches: number) => (quick ? caches : 1_000)
  const stages: readonly Stage[] = [
    { name: 'board', path: BOARD, ticks, warmUp: warmUp(150) },
    { name: 'logs', path: LOGS, ticks: Math.ceil(ticks / 4), warmUp: warmUp(130) },
    { name: 'alerts', path: ALERTS, ticks: Math.ceil(ticks / 4), warmUp: warmUp(60) },
  ]
  const checks: Check[] = []
  for (const stage of stages.filter(({ name }) => parts.includes(name))) {
    const { looks, rhythm } = await soakStage(site, stage, log, isDecided)
    checks.push(
      ...judgeTicks(stage.name, looks, 'upper', looseOf(stage.path)),
      ...judgeRhythm(stage.name, rhythm, asksOf(stage.path), isStill(stage.path)),
    )
  }
  // Of the events servers fail on purpose.
  return [...checks, judgeComplaints('pages', await site.page.complaints())]
}

/** What happens to a page now and then. */
const soakBlocks: Part = ({ page, backend }, { quick }, log) =>
  soakEvents(page, backend, quick ? EVENT_BLOCKS.map(fewer) : EVENT_BLOCKS, log, !quick)

/** What one time leaves behind is there after six. */
const fewer = (block: EventBlock): EventBlock => ({ ...block, times: Math.min(block.times, 6) })

/** Each half of it in a browser of its own, at the same time: there are two cores. */
async function soakClean(asked: SoakArguments, log: (line: string) => void): Promise<readonly Check[]> {
  const halves: readonly (readonly [string, Part])[] = [
    ['pages', soakPages],
    ['events', soakBlocks],
  ]
  const wanted = halves.filter(([name]) => asked.parts.some((part) => (part === 'events') === (name === 'events')))
  return (await Promise.all(wanted.map((half) => soakHalf(half, asked, log)))).flat()
}

async function soakHalf(
  [name, soak]: readonly [string, Part],
  asked: SoakArguments,
  log: (line: string) => void,
): Promise<readonly Check[]> {
  const beganMs = performance.now()
  const site = await openSite({ path: BOARD, asOnWall: !asked.quick })
  try {
    const checks = [
      ...(await soak(site, asked, log)),
      ...judgeTraffic(name, await lookAtTraffic(site.page, site.backend)),
    ]
    const seconds = Object.entries(await processorSeconds(site.chromium)).map(
      ([kind, s]) => `${kind} ${s.toFixed(0)} s`,
    )
    log(`  ${name}: ${((performance.now() - beganMs) / 1000).toFixed(0)} s; processor: ${seconds.join(', ')}`)
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
