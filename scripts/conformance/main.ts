import { setTimeout as sleep } from 'node:timers/promises'
import { createStop } from '../serve/stop'
import { runExpositionConformance } from './expositions'
import { parseOptions } from './options'
import { runPromqlConformance } from './promql'
import { runRulesConformance } from './rules/main'

/** One rule file for so many queries. */
const QUERIES_A_RULE_FILE = 100
const QUERIES_AN_EXPOSITION = 40
const SIGNAL_PATIENCE_MS = 200

/** Judges the embedded Prometheus against a real one over the same samples: docs/conformance.md. */
async function main(): Promise<boolean> {
  const options = parseOptions(process.argv.slice(2))
  const stop = createStop()
  try {
    const isPassed = await runPromqlConformance(options, stop)
    if (options.only !== undefined || options.self || stop.isAsked()) return isPassed
    const rules = await runRulesConformance(options.seed, Math.floor(options.count / QUERIES_A_RULE_FILE))
    for (const difference of rules.differences.slice(0, options.show)) console.log(`${difference}\n`)
    console.log(`${rules.compared} rule files compared with promtool, ${rules.differences.length} differing.`)
    const expositions = await runExpositionConformance(options.seed, Math.floor(options.count / QUERIES_AN_EXPOSITION))
    for (const difference of expositions.differences.slice(0, options.show)) console.log(`${difference}\n`)
    console.log(
      `${expositions.compared} expositions compared (${expositions.taken} taken), ${expositions.differences.length} differing.`,
    )
    return isPassed && rules.differences.length === 0 && expositions.differences.length === 0
  } catch (error) {
    // Ctrl-C reaches Prometheus too, whose last words may come before our own signal does.
    await Promise.race([stop.asked, sleep(SIGNAL_PATIENCE_MS)])
    if (!stop.isAsked()) throw error
    return false
  } finally {
    await stop.all()
  }
}

process.exitCode = (await main()) ? 0 : 1
