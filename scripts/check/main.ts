import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { ensureTools } from '../install/install'
import { runProgram } from '../install/processes'
import { ALERTMANAGER, CHROMIUM, findBinary, JQ, NGINX, NODE_EXPORTER, PROMETHEUS, PROMTOOL } from '../install/tools'
import { planStages, type Step } from './steps'
import { formatTotals, readTotals } from './totals'

interface Outcome {
  readonly name: string
  readonly isGood: boolean
  readonly durationMs: number
}

/** Runs all checks in order until one fails. Resolves with the exit code. */
export async function run(_command: string, args: readonly string[]): Promise<number> {
  ensureTools([CHROMIUM, PROMETHEUS, PROMTOOL, ALERTMANAGER, NGINX, NODE_EXPORTER, JQ], (line) => console.log(line))
  const stages = select(planStages(findBinary(CHROMIUM.binaries)), args)
  const abort = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => abort.abort())
  const reports = stages.flat().flatMap((step) => step.report ?? [])
  for (const report of reports) {
    mkdirSync(dirname(report), { recursive: true })
    rmSync(report, { force: true })
  }

  const outcomes: Outcome[] = []
  for (const stage of stages) {
    const isAlone = stage.length === 1
    outcomes.push(...(await Promise.all(stage.map((step) => runStep(step, isAlone, abort.signal)))))
    if (abort.signal.aborted || outcomes.some((outcome) => !outcome.isGood)) break
  }

  heading('time')
  for (const { name, isGood, durationMs } of outcomes) {
    console.log(`  ${name.padEnd(12)} ${(durationMs / 1000).toFixed(1).padStart(7)} s${isGood ? '' : '  FAILED'}`)
  }
  const failed = outcomes.filter((outcome) => !outcome.isGood).map((outcome) => outcome.name)
  if (abort.signal.aborted) console.log('\nStopped.')
  else if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`)
  const totals = reports.flatMap((report) => readTotals(report) ?? [])
  if (totals.length > 0) console.log(`\n${formatTotals(totals)}`)
  return failed.length > 0 || abort.signal.aborted ? 1 : 0
}

/** `npm test -- lint "unit tests"` runs these alone. */
function select(stages: readonly (readonly Step[])[], names: readonly string[]): readonly (readonly Step[])[] {
  if (names.length === 0) return stages
  const all = stages.flat().map((step) => step.name)
  const unknown = names.find((name) => !all.includes(name))
  if (unknown !== undefined) throw new Error(`There is no step "${unknown}". There are: ${all.join(', ')}.`)
  return stages.map((stage) => stage.filter((step) => names.includes(step.name))).filter((stage) => stage.length > 0)
}

/** A step alone speaks as it runs; steps side by side are printed when each is done, so that lines do not mix. */
async function runStep(step: Step, isAlone: boolean, signal: AbortSignal): Promise<Outcome> {
  const startMs = performance.now()
  if (isAlone) heading(step.name)
  const env = { ...step.env }
  const { code, output } = await runProgram(step.command, step.args, { env, loud: isAlone, signal })
  if (!isAlone) {
    heading(step.name)
    process.stdout.write(output.trim() === '' ? 'ok\n' : `${output.trimEnd()}\n`)
  }
  return { name: step.name, isGood: code === 0, durationMs: performance.now() - startMs }
}

function heading(name: string): void {
  console.log(`\n== ${name} ${'='.repeat(Math.max(0, 68 - name.length))}`)
}
