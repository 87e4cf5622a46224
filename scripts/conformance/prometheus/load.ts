import type { SeriesSlice } from '~/domain/promql/queryable'
import { labelsKey } from '~/domain/series/frame'
import { decodeAnswer } from '../judge/decode-answer'
import type { HttpClient } from './client'
import { encodeSnappy } from './snappy'
import { encodeWriteRequest } from './write-request'

/**
 * Writes all series in one request and reads them back. One request, because the head refuses what is an hour older than the
 * newest sample of earlier ones, and because series are numbered as they come: in the order of their labels, which is the
 * order in which sums are taken. Throws when a single sample is missing.
 */
export async function loadSeries(client: HttpClient, series: readonly SeriesSlice[]): Promise<void> {
  const written = await client.post('/api/v1/write', encodeSnappy(encodeWriteRequest(series)), {
    'Content-Encoding': 'snappy',
    'Content-Type': 'application/x-protobuf',
    'X-Prometheus-Remote-Write-Version': '0.1.0',
  })
  if (written.status !== 204) throw new Error(`Prometheus refused the samples: ${written.status} ${written.body}`)
  await verifyLoaded(client, series)
}

async function verifyLoaded(client: HttpClient, series: readonly SeriesSlice[]): Promise<void> {
  let [first, last] = [Number.POSITIVE_INFINITY, 0]
  for (const { timesMs } of series) {
    first = Math.min(first, timesMs[0] ?? first)
    last = Math.max(last, timesMs.at(-1) ?? last)
  }
  const seconds = Math.ceil((last - first) / 1000) + 2
  // Without the name two series may look alike, so each name is counted alone.
  const names = new Set(series.map(({ labels }) => labels.get('__name__') ?? ''))
  const wanted = new Map<string, number>()
  for (const { labels, stale, timesMs } of series) {
    const marks = stale === null ? 0 : stale.reduce((sum, mark) => sum + mark, 0)
    if (timesMs.length > marks) wanted.set(labelsKey(labels), timesMs.length - marks)
  }
  const found = new Map<string, number>()
  for (const name of names) {
    const body = new URLSearchParams({
      query: `count_over_time(${name}[${seconds}s])`,
      time: new Date(last).toISOString(),
    })
    const answer = await client.post('/api/v1/query', body.toString(), {
      'Content-Type': 'application/x-www-form-urlencoded',
    })
    const decoded = decodeAnswer(answer.body)
    if (decoded.kind !== 'series') throw new Error(`Prometheus could not count ${name}: ${answer.body}`)
    for (const { labels, values } of decoded.series) {
      found.set(labelsKey(new Map([...labels, ['__name__', name]])), values[0] ?? 0)
    }
  }
  for (const [key, count] of wanted) {
    if (found.get(key) !== count)
      throw new Error(`${key}: ${count} samples were written, ${found.get(key) ?? 0} are there`)
  }
  if (found.size !== wanted.size) throw new Error(`${wanted.size} series were written, ${found.size} are there`)
}
