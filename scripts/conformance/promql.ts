import { resolve } from 'node:path'
import type { Stop } from '../serve/stop'
import { generateData } from './data/generate'
import { createEngine } from './engine'
import { type AskAboutLabels, runLabelQuestions } from './label-run'
import type { ConformanceOptions } from './options'
import { createPrometheusAnswerer } from './prometheus/answerer'
import { createHttpClient } from './prometheus/client'
import { loadSeries } from './prometheus/load'
import { startPrometheus } from './prometheus/server'
import { describeData } from './query/schema'
import { faultsOf, printCoverage, printDifference, printExcuse, printTally } from './report'
import { runQueries } from './run'

/** Two runs at the same time do not meet. */
const DATA_DIR = resolve('.lookout/conformance', String(process.pid))

/** Both sides answer queries and questions about labels over the same samples; true where all is well. */
export async function runPromqlConformance(options: ConformanceOptions, stop: Stop): Promise<boolean> {
  const startedMs = Date.now()
  const prometheus = await startPrometheus(DATA_DIR)
  stop.later(prometheus.stop)
  const client = createHttpClient(prometheus.address, 4)
  stop.later(async () => client.close())
  const data = generateData(options.seed)
  await loadSeries(client, data.series)
  const schema = describeData(data)
  const theirs = createPrometheusAnswerer(client)
  const engine = await createEngine(data.series)
  const sides = options.self
    ? { theirs, ours: theirs, plain: theirs, suspects: [] }
    : { theirs, ours: engine, plain: engine.plain, suspects: engine.suspects }
  let shown = 0
  const { tally, differences, excused } = await runQueries(options, {
    ...sides,
    schema,
    isStopped: stop.isAsked,
    progress: (done, { differing }) => {
      if (done % 1000 !== 0 || done === shown) return
      shown = done
      console.error(`${done} queries, ${differing} differing`)
    },
  })
  const askTheirs: AskAboutLabels = async ({ path, parameters }) => (await client.get(`${path}?${parameters}`)).body
  const askOurs = options.self ? askTheirs : engine.askAboutLabels
  const labels = await runLabelQuestions(options, schema, askTheirs, askOurs)

  for (const difference of differences) console.log(`${printDifference(difference, options.seed)}\n`)
  for (const difference of labels.differences.slice(0, options.show)) console.log(`difference in ${difference}\n`)
  for (const one of excused) console.log(`left out: query ${one.index}, ${printExcuse(one.judgement)}: ${one.expr}`)
  console.log(printTally(tally, labels))
  console.log(`\nNon-empty answers compared: ${printCoverage(tally)}`)
  console.log(`\nSeed ${options.seed}, ${((Date.now() - startedMs) / 1000).toFixed(0)} s.`)
  const isWhole = options.only === undefined && options.count >= 20_000
  const faults = faultsOf(tally, labels, isWhole)
  for (const fault of faults) console.log(fault)
  return faults.length === 0 && !stop.isAsked()
}
