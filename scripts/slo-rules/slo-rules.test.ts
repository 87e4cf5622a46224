import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { decodeRuleFile } from '~/domain/rules/decode-rule-file'
import { BURN_ALERT_NAMES } from '~/domain/slo/burn'
import { decodeSlos } from '~/domain/slo/decode-slos'
import type { Slo } from '~/domain/slo/model'
import { findBinary, PROMTOOL } from '../install/tools'
import { renderSloRules } from './render'
import { type Stretch, seriesOf, shareAt } from './scenario'

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const RULES = fileURLToPath(new URL('../../deploy/prometheus/rules/slo.yml', import.meta.url))
const { slos } = decodeSlos(JSON.parse(read('public/slos.json')))

it('the shipped file is what the objectives say', () => {
  expect(read('deploy/prometheus/rules/slo.yml')).toBe(renderSloRules(read('public/slos.json')))
})

it('is refused where an objective is wrong', () => {
  const broken = JSON.stringify({ schema: 1, slos: [{ id: 'x', title: 'X', objective: 99, sli: {} }] })
  expect(() => renderSloRules(broken)).toThrow('/slos/0/sli has nothing')
})

it('has an alert of each severity for each objective, which say where to look', () => {
  const alerts = decodeRuleFile(read('deploy/prometheus/rules/slo.yml'), 'slo').groups.flatMap(({ rules }) =>
    rules.flatMap((rule) => (rule.kind === 'alerting' ? [rule] : [])),
  )
  expect(alerts.map(({ name, labels }) => `${labels.get('slo')} ${name}`)).toEqual(
    slos.flatMap(({ id }) => [`${id} ${BURN_ALERT_NAMES.critical}`, `${id} ${BURN_ALERT_NAMES.warning}`]),
  )
  for (const { labels, annotations } of alerts) {
    expect([...labels.keys()]).toEqual(expect.arrayContaining(['severity', 'component', 'platform', 'slo']))
    expect([...annotations.keys()]).toEqual(
      expect.arrayContaining(['summary', 'description', 'runbook_url', 'dashboard', 'panel', 'slo_url']),
    )
  }
})

const promtool = findBinary(PROMTOOL.binaries)
const run = promisify(execFile)

/** One objective of each kind; the first of that kind in the file. */
const ONE_OF_EACH = [...new Map(slos.toReversed().map((slo) => [slo.sli.kind, slo])).values()].map(
  (slo) => [slo.sli.kind, slo] as const,
)

interface Scenario {
  readonly name: string
  readonly stretches: (slo: Slo) => readonly Stretch[]
  readonly quiet?: boolean
  /** Of the severities that fire at the end. */
  readonly fires: readonly ('critical' | 'warning')[]
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'healthy', stretches: (slo) => [{ minutes: 800, share: shareAt(slo, 0.5) }], fires: [] },
  { name: 'without a single error', stretches: () => [{ minutes: 400, share: 0 }], fires: [] },
  { name: 'without traffic', stretches: () => [{ minutes: 400, share: 0 }], quiet: true, fires: [] },
  { name: 'on a slow burn', stretches: (slo) => [{ minutes: 800, share: shareAt(slo, 2) }], fires: ['warning'] },
  {
    name: 'on a fast burn',
    stretches: (slo) => [
      { minutes: 400, share: shareAt(slo, 0.1) },
      { minutes: 300, share: shareAt(slo, 18) },
    ],
    fires: ['critical', 'warning'],
  },
  {
    name: 'after a fast burn that has ended',
    stretches: (slo) => [
      { minutes: 400, share: shareAt(slo, 0.1) },
      { minutes: 65, share: shareAt(slo, 18) },
      { minutes: 60, share: 0 },
    ],
    fires: ['warning'],
  },
]

describe.skipIf(promtool === undefined)('promtool', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-slo-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('finds the file sound', async () => {
    expect((await run(promtool ?? '', ['check', 'rules', RULES])).stdout).toContain('SUCCESS')
  })

  it.each(ONE_OF_EACH)('fires for the kind "%s" on slow and on fast burns, and on no others', async (_, slo) => {
    const own = join(folder, `${slo.id}.yml`)
    const file = JSON.parse(read('public/slos.json'))
    file.slos = file.slos.filter(({ id }: { readonly id: string }) => id === slo.id)
    writeFileSync(own, renderSloRules(JSON.stringify(file)))
    const tests = SCENARIOS.map(({ name, stretches, quiet, fires }) => {
      const made = stretches(slo)
      const minutes = made.reduce((sum, one) => sum + one.minutes, 0)
      return {
        name,
        interval: '1m',
        input_series: seriesOf(slo, made, quiet),
        promql_expr_test: [
          {
            expr: 'count by (severity) (ALERTS{alertstate="firing"})',
            eval_time: `${minutes - 1}m`,
            exp_samples: fires.map((severity) => ({ labels: `{severity="${severity}"}`, value: 1 })),
          },
        ],
      }
    })
    const path = join(folder, `${slo.id}.test.yml`)
    writeFileSync(path, stringify({ rule_files: [own], evaluation_interval: '2m', tests }))
    const { stdout } = await run(promtool ?? '', ['test', 'rules', path]).catch((error) => error)
    expect(stdout).toContain('SUCCESS')
  })
})
