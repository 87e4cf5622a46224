import { resolve } from 'node:path'
import { createStop } from '../serve/stop'
import { generateData } from './data/generate'
import { createEngine } from './engine'
import { parseOptions } from './options'
import { createPrometheusAnswerer } from './prometheus/answerer'
import { createHttpClient } from './prometheus/client'
import { loadSeries } from './prometheus/load'
import { startPrometheus } from './prometheus/server'
import {
  missingCoverage,
  printCoverage,
  printDifference,
  printExcuse,
  printTally,
  UNDEFINED_AT_MOST,
  undefinedCount,
} from './report'
import { runQueries } from './run'

const DATA_DIR = resolve('.lookout/conformance')

/** Judges the embedded engine against a real Prometheus over the same samples: docs/conformance.md. */
async function main(): Promise<boolean> {
  const options = parseOptions(process.argv.slice(2))
  const stop = createStop()
  const startedMs = Date.now()
  try {
    const prometheus = await startPrometheus(DATA_DIR)
    stop.later(prometheus.stop)
    const client = createHttpClient(prometheus.address, 4)
    stop.later(async () => client.close())
    const data = generateData(options.seed)
    await loadSeries(client, data.series)
    const theirs = createPrometheusAnswerer(client)
    const engine = await createEngine(data.series)
    const sides = options.self
      ? { theirs, ours: theirs, suspects: [] }
      : { theirs, ours: engine, suspects: engine.suspects }
    const { tally, differences, excused } = await runQueries(options, {
      ...sides,
      data,
      isStopped: stop.isAsked,
      progress: (done, { differing }) => {
        if (done % 1000 === 0) console.error(`${done} queries, ${differing} differing`)
      },
    })
    for (const difference of differences) console.log(`${printDifference(difference, options.seed)}\n`)
    for (const { index, judgement, shrunk } of excused)
      console.log(`left out: query ${index}, ${printExcuse(judgement)}: ${shrunk}`)
    console.log(printTally(tally))
    console.log(`\nNon-empty answers compared: ${printCoverage(tally)}`)
    console.log(`\nSeed ${options.seed}, ${((Date.now() - startedMs) / 1000).toFixed(0)} s.`)
    const missing = options.only === undefined && options.count >= 20_000 ? missingCoverage(tally) : []
    if (missing.length > 0) console.log(`Not covered: ${missing.join(', ')}`)
    const undefinedShare = undefinedCount(tally) / Math.max(1, tally.compared)
    if (undefinedShare > UNDEFINED_AT_MOST) console.log(`Too much is left out: ${(100 * undefinedShare).toFixed(2)} %`)
    return tally.differing === 0 && missing.length === 0 && undefinedShare <= UNDEFINED_AT_MOST && !stop.isAsked()
  } finally {
    await stop.all()
  }
}

process.exitCode = (await main()) ? 0 : 1
