import { parentPort } from 'node:worker_threads'
import { evaluateRange } from '~/domain/promql/eval/evaluate'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { QueryResult } from '~/domain/promql/result'
import { BENCH_EXPR, BENCH_RANGE, benchSeries } from './bench-data'
import { fillStore } from './store'

/** Stands for the page's worker: holds the store, answers with the API's JSON and the time that took. */
const store = fillStore(benchSeries())

parentPort?.on('message', (request: 'load' | 'ask') => {
  if (request === 'load') {
    parentPort?.postMessage({ tookMs: 0, json: '' })
    return
  }
  const startedMs = performance.now()
  const json = printResult(evaluateRange(parsePromql(BENCH_EXPR), store, BENCH_RANGE))
  parentPort?.postMessage({ tookMs: performance.now() - startedMs, json })
})

function printResult(result: QueryResult): string {
  if (result.type !== 'matrix') throw new Error('a range query answers with a matrix')
  const series = result.series.map(({ labels, timesMs, values }) => {
    const points: string[] = []
    for (let i = 0; i < timesMs.length; i++) points.push(`[${(timesMs[i] ?? 0) / 1000},"${values[i]}"]`)
    return `{"metric":${JSON.stringify(Object.fromEntries(labels))},"values":[${points.join(',')}]}`
  })
  return `{"status":"success","data":{"resultType":"matrix","result":[${series.join(',')}]}}`
}
