import { parentPort } from 'node:worker_threads'
import { printResult } from '~/data/embedded/api/print-answer'
import { evaluateRange } from '~/domain/promql/eval/evaluate'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
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
  const reader = store.openReader()
  const data = printResult(evaluateRange(parsePromql(BENCH_EXPR), reader, BENCH_RANGE))
  reader.close()
  const json = `{"status":"success","data":${data}}`
  parentPort?.postMessage({ tookMs: performance.now() - startedMs, json })
})
