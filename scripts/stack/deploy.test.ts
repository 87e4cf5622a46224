import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { SAMPLE_PLATFORMS } from '~/demo/sample-platforms'
import { formatDuration } from '~/domain/time/duration'
import { placePorts } from './stack-config'

const deploy = (path: string) => fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url))
const check = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8' })
const config = readFileSync(deploy('prometheus/prometheus.yml'), 'utf8')

describe('what an operator runs', () => {
  it('is valid for promtool and amtool', () => {
    expect(check('promtool', 'check', 'config', deploy('prometheus/prometheus.yml'))).toMatch(
      /SUCCESS: \d+ rules found/,
    )
    expect(check('amtool', 'check-config', deploy('alertmanager/alertmanager.yml'))).toContain('SUCCESS')
  })

  it('scrapes every target of the sample platforms as they say, and Prometheus itself', () => {
    const { scrape_configs } = parse(config) as { scrape_configs: readonly { job_name: string }[] }
    const wanted = SAMPLE_PLATFORMS.flatMap(({ id, targets }) =>
      targets.map(({ job, instance, intervalMs }) => {
        const labels = { platform: id, instance }
        // Where there is a real one, it stands in for the sample.
        if (job === 'prometheus') return { job_name: job, static_configs: [{ targets: ['127.0.0.1:19090'], labels }] }
        return {
          job_name: job,
          metrics_path: targets.length === 1 ? `/${id}/metrics` : `/${id}/${job}/metrics`,
          ...(intervalMs && { scrape_interval: formatDuration(intervalMs) }),
          static_configs: [{ targets: ['127.0.0.1:18000'], labels }],
        }
      }),
    )
    expect(scrape_configs).toEqual(wanted)
  })
})

describe('placePorts', () => {
  it('changes nothing but the three addresses', () => {
    const ports = { prometheus: 1, alertmanager: 2, sample: 3 }
    const placed = placePorts(config, ports)
    for (const port of [1, 2, 3]) expect(placed).toMatch(new RegExp(`targets: \\[['"]127\\.0\\.0\\.1:${port}['"]\\]`))
    const back = placed
      .replaceAll(/127\.0\.0\.1:1(?!\d)/g, '127.0.0.1:19090')
      .replaceAll(/127\.0\.0\.1:2(?!\d)/g, '127.0.0.1:19093')
      .replaceAll(/127\.0\.0\.1:3(?!\d)/g, '127.0.0.1:18000')
    expect(back).toBe(config)
  })

  it('says when the file no longer names an address', () => {
    expect(() => placePorts('global: {}', { prometheus: 1, alertmanager: 2, sample: 3 })).toThrow('does not name')
  })
})
