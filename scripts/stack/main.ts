import { fileURLToPath } from 'node:url'
import { parseStackPorts } from './ports'
import { startStack } from './stack'
import { StackError } from './stack-error'

/** Runs the sample stack alone until Ctrl-C: `npx tsx scripts/stack/main.ts [folder]`, by default in .lookout. */
async function main(): Promise<void> {
  const stack = await startStack({
    ports: parseStackPorts(process.env),
    dataDir: process.argv[2] ?? fileURLToPath(new URL('../../.lookout', import.meta.url)),
    log: (line) => console.log(line),
    hasLongPast: true,
  })
  console.log(`Prometheus        ${stack.addresses.prometheus}`)
  console.log(`Alertmanager      ${stack.addresses.alertmanager}`)
  console.log(`sample platforms  ${stack.addresses.sample}/shorts/metrics`)
  console.log(`their logs        ${stack.logs}`)
  console.log('Ctrl-C stops all of them.')
}

main().catch((error: unknown) => {
  console.error(error instanceof StackError ? error.message : error)
  process.exitCode = 1
})
