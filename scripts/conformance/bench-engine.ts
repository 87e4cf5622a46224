import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { BENCH_EXPR, BENCH_RANGE, benchSeries } from './bench-data'
import { compareAnswers } from './judge/compare'
import { decodeAnswer } from './judge/decode-answer'
import { createHttpClient } from './prometheus/client'
import { loadSeries } from './prometheus/load'
import { startPrometheus } from './prometheus/server'

const ROUNDS = 7
/** A worker does not get tsx from `--import`: it has to take it itself before it can read TypeScript. */
const START_WORKER = `
  import('tsx/esm/api').then(({ register }) => {
    register()
    return import(require('node:worker_threads').workerData)
  })`

export interface EngineFigures {
  /** Medians of 7, in milliseconds. */
  readonly oursMs: number
  readonly theirsMs: number
  /** Of ours to theirs; the goal is 0.25 at most. */
  readonly ratio: number
}

/**
 * One range query over 1,000 series and 1,440 steps: our engine in a worker thread (parse, select, evaluate, print the API's
 * JSON) against the round trip of a real Prometheus with the same samples, turn by turn. Throws when the two do not agree.
 */
export async function measureEngine(dataDir = resolve('.lookout/bench-engine')): Promise<EngineFigures> {
  const prometheus = await startPrometheus(dataDir)
  const client = createHttpClient(prometheus.address, 1)
  const worker = new Worker(START_WORKER, {
    eval: true,
    workerData: new URL('./bench-worker.ts', import.meta.url).href,
  })
  try {
    await loadSeries(client, benchSeries())
    const body = new URLSearchParams({
      query: BENCH_EXPR,
      start: new Date(BENCH_RANGE.startMs).toISOString(),
      end: new Date(BENCH_RANGE.endMs).toISOString(),
      step: `${BENCH_RANGE.stepMs}ms`,
    }).toString()
    const askTheirs = async () => {
      const startedMs = performance.now()
      const answer = await client.post('/api/v1/query_range', body, {
        'Content-Type': 'application/x-www-form-urlencoded',
      })
      return { tookMs: performance.now() - startedMs, json: answer.body }
    }
    const askOurs = () => nextMessage(worker, 'ask')
    await nextMessage(worker, 'load')
    const [theirs, ours] = [await askTheirs(), await askOurs()]
    const difference = compareAnswers(decodeAnswer(theirs.json), decodeAnswer(ours.json), 'as sent')
    if (difference !== null) throw new Error(`the answers differ: ${difference}`)
    const times = { ours: [] as number[], theirs: [] as number[] }
    for (let round = 0; round < ROUNDS; round++) {
      times.theirs.push((await askTheirs()).tookMs)
      times.ours.push((await askOurs()).tookMs)
    }
    const [oursMs, theirsMs] = [median(times.ours), median(times.theirs)]
    return { oursMs, theirsMs, ratio: oursMs / theirsMs }
  } finally {
    await worker.terminate()
    client.close()
    await prometheus.stop()
  }
}

interface WorkerAnswer {
  readonly tookMs: number
  readonly json: string
}

function nextMessage(worker: Worker, request: 'load' | 'ask'): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (answer: WorkerAnswer) => {
      worker.off('error', reject)
      resolve(answer)
    })
    worker.postMessage(request)
  })
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
