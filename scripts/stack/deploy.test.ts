import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { SAMPLE_PLATFORMS } from '~/demo/sample-platforms'
import { formatDuration } from '~/domain/time/duration'
import { muteReceivers, placeSamples, writeStackConfig } from './stack-config'

const deploy = (path: string) => fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url))
const check = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8' })
const config = readFileSync(deploy('prometheus/prometheus.yml'), 'utf8')

interface ScrapeConfigs {
  readonly scrape_configs: readonly {
    readonly job_name: string
    readonly scrape_interval?: string
    readonly static_configs: readonly { readonly labels: { readonly platform: string } }[]
  }[]
}

describe('what an operator runs', () => {
  it('is valid for promtool and amtool', () => {
    expect(check('promtool', 'check', 'config', deploy('prometheus/prometheus.yml'))).toMatch(
      /SUCCESS: \d+ rules found/,
    )
    expect(check('amtool', 'check-config', deploy('alertmanager/alertmanager.yml'))).toContain('SUCCESS')
  })

  it('has a job for every target of the platforms, scraped as often as they say', () => {
    const { scrape_configs } = parse(config) as ScrapeConfigs
    const jobs = scrape_configs.map(({ job_name, scrape_interval, static_configs }) => ({
      job_name,
      scrape_interval,
      labels: static_configs.map(({ labels }) => labels),
    }))
    expect(jobs).toEqual(
      SAMPLE_PLATFORMS.flatMap(({ id, targets }) =>
        targets.map(({ job, intervalMs }) => ({
          job_name: job,
          scrape_interval: intervalMs && formatDuration(intervalMs),
          labels: [{ platform: id }],
        })),
      ),
    )
  })
})

describe('placeSamples', () => {
  const ports = { prometheus: 1, alertmanager: 2, sample: 3 }

  it('puts the sample platforms in place of the targets, and changes nothing else', () => {
    const shipped = parse(config) as ScrapeConfigs
    const placed = parse(placeSamples(config, ports)) as ScrapeConfigs
    const instances = new Map(SAMPLE_PLATFORMS.flatMap(({ targets }) => targets.map((t) => [t.job, t.instance])))
    expect(placed).toEqual({
      ...shipped,
      alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:2'] }] }] },
      scrape_configs: shipped.scrape_configs.map((scrape) => {
        const { job_name: job, static_configs } = scrape
        const labels = { ...static_configs[0]?.labels, instance: instances.get(job) }
        if (job === 'prometheus') return { ...scrape, static_configs: [{ targets: ['127.0.0.1:1'], labels }] }
        const metrics_path = `/${labels.platform}/${job}/metrics`
        return { ...scrape, metrics_path, static_configs: [{ targets: ['127.0.0.1:3'], labels }] }
      }),
    })
  })

  it('leaves a job alone that no sample platform has', () => {
    const own = { job_name: 'billing', static_configs: [{ targets: ['billing:8000'] }] }
    expect(parse(placeSamples(stringify({ scrape_configs: [own] }), ports))).toMatchObject({ scrape_configs: [own] })
  })

  it('says what is wrong with a file that it cannot read', () => {
    expect(() => placeSamples('global: {}', ports)).toThrow('/scrape_configs')
  })
})

describe('muteReceivers', () => {
  const shipped = readFileSync(deploy('alertmanager/alertmanager.yml'), 'utf8')

  it('takes out whatever sends, and keeps routes, names and inhibitions', () => {
    const { route, inhibit_rules, receivers } = parse(shipped, { merge: true })
    expect(receivers.some((receiver: object) => Object.keys(receiver).length > 1)).toBe(true)
    expect(parse(muteReceivers(shipped))).toEqual({
      route,
      inhibit_rules,
      receivers: receivers.map(({ name }: { name: string }) => ({ name })),
    })
  })

  it('gives the stack a file that Alertmanager takes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lookout-config-'))
    try {
      const { alertmanager } = writeStackConfig(folder, { prometheus: 1, alertmanager: 2, sample: 3 })
      expect(readFileSync(alertmanager, 'utf8')).toBe(muteReceivers(shipped))
      expect(check('amtool', 'check-config', alertmanager)).toContain('SUCCESS')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('says what is wrong with a file that it cannot read', () => {
    expect(() => muteReceivers('route: {}')).toThrow('/receivers')
  })
})
