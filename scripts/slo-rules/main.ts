import { readFileSync, writeFileSync } from 'node:fs'
import { messageOf } from '~/lib/message-of'
import { renderSloRules } from './render'

/*
 * npm run slo-rules [-- --check]
 * Writes deploy/prometheus/rules/slo.yml of public/slos.json; with --check it only says whether that is up to date.
 */

const SLOS = 'public/slos.json'
const RULES = 'deploy/prometheus/rules/slo.yml'

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

try {
  const text = renderSloRules(readFileSync(SLOS, 'utf8'))
  if (read(RULES) === text) console.log(`${RULES} is up to date`)
  else if (process.argv.includes('--check')) {
    console.error(`${RULES} is not what ${SLOS} says. Run: npm run slo-rules`)
    process.exitCode = 1
  } else {
    writeFileSync(RULES, text)
    console.log(`wrote ${RULES}`)
  }
} catch (error) {
  console.error(`${SLOS}: ${messageOf(error)}`)
  process.exitCode = 1
}
