import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PRESENCE } from '~/demo/scraper'
import { sortLabels } from '~/domain/promql/labels'
import { writeBlock } from '../../scripts/stack/tsdb-block/write-block'
import { type PrometheusServer, startPrometheusServer } from './prometheus-server'

export interface LoadedSeries {
  /** With `__name__`. */
  readonly labels: Readonly<Record<string, string>>
  /** Time in Unix milliseconds and value, in order of time; null where the series ends. */
  readonly samples: readonly (readonly [timeMs: number, value: number | null])[]
}

/** A real Prometheus that scrapes nothing and has these series and rules; `rules` is the text of a rule file. */
export function startLoadedPrometheus(series: readonly LoadedSeries[], rules: string): Promise<PrometheusServer> {
  const config = 'global: {evaluation_interval: 1h}\nrule_files: [rules.yml]\n'
  return startPrometheusServer(config, async (tsdbDir) => {
    // Beside the configuration, which is above the storage folder.
    writeFileSync(join(dirname(tsdbDir), 'rules.yml'), rules)
    await writeBlock(
      tsdbDir,
      series.map(({ labels, samples }) => ({
        labels: sortLabels(Object.entries(labels)),
        timesMs: samples.map(([timeMs]) => timeMs),
        values: samples.map(([, value]) => value ?? 0),
        presence: Uint8Array.from(samples, ([, value]) => (value === null ? PRESENCE.stale : PRESENCE.sample)),
      })),
    )
  })
}
