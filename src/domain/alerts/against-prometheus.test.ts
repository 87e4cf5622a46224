import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { hasPrometheus, type RealPrometheus, startRealPrometheus } from '~/testing/real-prometheus'
import { type EvaluatedPoints, trialOf, tryRule } from './what-if'

const STEP = 1000
/** Fires five seconds of each twelve, and with the second rule goes on for two more. */
const EXPR = 'vector(time() % 12) >= 4'
const RULES = `groups:
- name: g
  interval: 1s
  rules:
  - {alert: Plain, expr: "${EXPR}", for: 3s, labels: {severity: warning}}
  - {alert: Kept, expr: "${EXPR}", for: 3s, keep_firing_for: 2s}
  - {alert: Turned, expr: "4 > vector(time() % 12)"}
`

interface Answer {
  readonly data: { readonly result: readonly { metric: Record<string, string>; values: [number, string][] }[] }
}

let folder = ''
let prometheus: RealPrometheus | undefined

describe.skipIf(!hasPrometheus)('a rule that a real Prometheus evaluates each second', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-rules-'))
    await writeFile(join(folder, 'rules.yml'), RULES)
    prometheus = await startRealPrometheus(`rule_files: ["${join(folder, 'rules.yml')}"]\n`)
  })
  afterAll(async () => {
    await prometheus?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function ask(expr: string, startMs: number, endMs: number): Promise<EvaluatedPoints> {
    const params = { query: expr, start: String(startMs / 1000), end: String(endMs / 1000), step: '1' }
    const response = await fetch(`${prometheus?.url}/api/v1/query_range?${new URLSearchParams(params)}`)
    const { data } = (await response.json()) as Answer
    const timesMs = Array.from({ length: Math.floor((endMs - startMs) / STEP) + 1 }, (_, i) => startMs + i * STEP)
    const series = data.result.map(({ metric, values: told }) => {
      const [values, present] = [new Float64Array(timesMs.length), new Uint8Array(timesMs.length)]
      for (const [seconds, text] of told) {
        const i = Math.round((seconds * 1000 - startMs) / STEP)
        values[i] = Number(text)
        present[i] = 1
      }
      return { labels: new Map(Object.entries(metric)), values, present }
    })
    return { timesMs, stepMs: STEP, series }
  }

  it('would have fired when it did, to one evaluation', { timeout: 90_000 }, async () => {
    const startMs = Date.now()
    const has = async () => (await ask('ALERTS{alertstate="firing",alertname="Kept"}', startMs, Date.now())).series
    // Until a third episode has begun: by then two are whole.
    await expect
      .poll(async () => runs((await has())[0]?.present), { timeout: 60_000, interval: 500 })
      .toBeGreaterThan(2)
    const endMs = Date.now() - STEP
    for (const [name, text, forMs, keepFiringMs] of [
      ['Plain', EXPR, 3000, 0],
      ['Kept', EXPR, 3000, 2000],
      ['Turned', '4 > vector(time() % 12)', 0, 0],
    ] as const) {
      const trial = trialOf(parsePromql(text))
      if (trial.kind !== 'threshold') throw new Error('no threshold')
      const told = (await ask(`ALERTS{alertstate="firing",alertname="${name}"}`, startMs, endMs)).series[0]
      const points = await ask(trial.lhs, startMs - 60_000, endMs)
      const [tried] = tryRule(points, { compare: trial, forMs, keepFiringMs, labels: new Map() }, startMs)
      const recorded = Array.from(told?.present ?? [])
      const found = [...(tried?.firing ?? [])]
      // An evaluation is anywhere within its second, and the first of all may come seconds after the start.
      const from = recorded.indexOf(1, 7)
      const near = (i: number) => [i - 1, i, i + 1].some((j) => found[j] === recorded[i])
      const wrong = recorded.map((_, i) => i).filter((i) => i > from && i < recorded.length - 1 && !near(i))
      expect(wrong, `${name} ${recorded.join('')} ${found.join('')}`).toEqual([])
    }
  })
})

/** How often a run of points begins. */
function runs(present: ArrayLike<number> | undefined): number {
  return Array.from(present ?? []).filter((one, i, all) => one === 1 && all[i - 1] !== 1).length
}
