import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createSampleFeed } from '~/demo/sample-feed'
import { SAMPLE_PLATFORMS } from '~/demo/sample-platforms'
import { evaluateInstant } from '~/domain/promql/eval/evaluate'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { createTsdb } from '~/domain/tsdb/tsdb'
import { decode } from '~/lib/decode'
import { freePort } from '~/testing/free-port'
import { requireFreePorts, type StackPorts } from './ports'
import { readProcessIdentity } from './process-identity'
import { type Stack, startStack } from './stack'

const AnswerSchema = v.object({
  data: v.object({
    result: v.array(
      v.object({
        metric: v.record(v.string(), v.string()),
        value: v.optional(v.tuple([v.number(), v.string()])),
        values: v.optional(v.array(v.tuple([v.number(), v.string()]))),
      }),
    ),
  }),
})

let stack: Stack
let ports: StackPorts
const dataDir = mkdtempSync(join(tmpdir(), 'lookout-stack-'))

async function query(expr: string) {
  const answer = await fetch(`${stack.addresses.prometheus}/api/v1/query?${new URLSearchParams({ query: expr })}`)
  return decode(AnswerSchema, await answer.json()).data.result
}

beforeAll(async () => {
  ports = { prometheus: await freePort(), alertmanager: await freePort(), sample: await freePort() }
  stack = await startStack({
    ports,
    dataDir,
    log: () => undefined,
    historyMs: 150 * 60_000,
    hasLongPast: true,
    handlesSignals: false,
  })
}, 60_000)

afterAll(async () => {
  await stack.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the stack', () => {
  it('continues the history with live scrapes: one set of series, no gap, no reset', async () => {
    const scrapes = async () => (await query('up{job="shorts"}[3h]'))[0]?.values ?? []
    const historyEnd = Math.max(
      ...(await scrapes()).map(([time]) => time).filter((time) => Number.isInteger(time / 15)),
    )
    await vi.waitFor(async () => expect((await scrapes()).at(-1)?.[0]).toBeGreaterThan(historyEnd), {
      timeout: 40_000,
      interval: 500,
    })

    const times = (await scrapes()).map(([time]) => time)
    expect(times.length).toBeGreaterThan(599)
    expect(Math.max(...times.slice(1).map((time, i) => time - (times[i] ?? 0)))).toBeLessThan(45)
    expect((await query('count(count_over_time(up{job="shorts"}[3h]))'))[0]?.value?.[1]).toBe('1')
    expect((await query('count(count_over_time(jobs_completed_total{platform="shorts"}[3h]))'))[0]?.value?.[1]).toBe(
      '8',
    )
    expect((await query('sum(resets(jobs_created_total{platform="shorts"}[3h]))'))[0]?.value?.[1]).toBe('0')
    expect((await query('up{job="shorts"}'))[0]?.metric).toEqual({
      __name__: 'up',
      instance: 'shorts-api:8000',
      job: 'shorts',
      platform: 'shorts',
    })
  }, 50_000)

  it('has the five weeks that the page makes for itself', async () => {
    const nowMs = Date.now()
    const tsdb = createTsdb()
    const feed = createSampleFeed({ tsdb, nowMs: () => nowMs, later: setImmediate })
    feed.start()
    for (const expr of [
      'sum(increase(tokens_used_sum[30d]))',
      'sum(increase(pipeline_cost_dollars_sum[30d]))',
      'sum(increase(user_jobs_completed_total{status="failed"}[30d]))',
    ]) {
      for (const id of ['shorts', 'pipeline']) await feed.whenLongReady(id, 0)
      const ours = evaluateInstant(parsePromql(expr), tsdb, { timeMs: nowMs }, {})
      const theirs = (await query(`${expr.replace('))', ` @ ${nowMs / 1000}))`)}`))[0]?.value?.[1]
      if (ours.type !== 'vector') throw new Error(`${expr} is no vector`)
      // The last day is fine on one side, of the page, and coarse on the other, where it began to scrape two hours ago.
      expect(Math.abs((ours.samples[0]?.value ?? 0) / Number(theirs) - 1)).toBeLessThan(0.001)
    }
  }, 60_000)

  it('scrapes every target of every platform as its history says', async () => {
    const wanted = SAMPLE_PLATFORMS.flatMap(({ id, targets }) =>
      targets.map(({ job, instance }) => ({ instance, job, platform: id })),
    )
    const byJob = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
      (a['job'] ?? '').localeCompare(b['job'] ?? '')
    const targetsIn = async (expr: string) => (await query(expr)).map(({ metric }) => metric).sort(byJob)
    // Half an hour ago there was history alone; since the last minute each has been scraped, or was found down.
    expect(await targetsIn('count by (instance, job, platform) (up offset 30m)')).toEqual([...wanted].sort(byJob))
    await vi.waitFor(
      async () => expect(await targetsIn('count by (instance, job, platform) (up)')).toEqual([...wanted].sort(byJob)),
      { timeout: 40_000, interval: 500 },
    )
    expect(await targetsIn('count by (instance, job, platform) (count_over_time(up[3h]))')).toHaveLength(wanted.length)
  }, 50_000)

  it('starts Prometheus again on its data after a crash', async () => {
    await stack.killPrometheus()
    await expect(fetch(stack.addresses.prometheus)).rejects.toThrow()
    await stack.startPrometheus()
    expect((await query('count_over_time(up{job="shorts"}[3h])'))[0]?.value?.[1]).toMatch(/^6\d\d$/)
  }, 30_000)

  it('knows its Alertmanager', async () => {
    // Found some seconds after each start.
    const found = async () => (await fetch(`${stack.addresses.prometheus}/api/v1/alertmanagers`)).text()
    await vi.waitFor(async () => expect(await found()).toContain(`${stack.addresses.alertmanager}/api/v2/alerts`), {
      timeout: 20_000,
      interval: 200,
    })
  }, 30_000)

  it('holds alerts with the receivers that they have, and sends nothing', async () => {
    const held = async () => (await fetch(`${stack.addresses.alertmanager}/api/v2/alerts`)).json()
    const watchdog = {
      labels: expect.objectContaining({ alertname: 'Watchdog' }),
      receivers: [{ name: 'dead-mans-switch' }],
    }
    // A rule that is evaluated before Prometheus has found its Alertmanager is sent to nobody, and again only after the resend delay of a minute.
    await vi.waitFor(async () => expect(await held()).toContainEqual(expect.objectContaining(watchdog)), {
      timeout: 100_000,
      interval: 200,
    })
    const metrics = await (await fetch(`${stack.addresses.alertmanager}/metrics`)).text()
    const sent = metrics.match(/^alertmanager_notification(s|_requests)_total\{.*$/gm)
    expect(sent?.length).toBeGreaterThan(5)
    expect(sent?.filter((line) => !line.endsWith(' 0'))).toEqual([])
    expect(readFileSync(join(dataDir, 'alertmanager.log'), 'utf8')).not.toMatch(/level=(warn|error)/)
  }, 110_000)

  it('refuses to start on ports in use', async () => {
    const other = mkdtempSync(join(tmpdir(), 'lookout-stack-'))
    await expect(startStack({ ports, dataDir: other, log: () => undefined })).rejects.toThrow(
      `Port ${ports.prometheus} for`,
    )
    rmSync(other, { recursive: true })
  })

  it('leaves nothing behind when it stops', async () => {
    await stack.stop()
    await requireFreePorts(ports)
  })
})

describe('readProcessIdentity', () => {
  it('tells a process from none', () => {
    expect(readProcessIdentity(process.pid)).toBe(readProcessIdentity(process.pid))
    expect(readProcessIdentity(process.pid)).toContain('node')
    expect(readProcessIdentity(2 ** 30)).toBeUndefined()
  })
})
