import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const binary = process.env['LOOKOUT_AMTOOL_BIN'] ?? '/usr/bin/amtool'
const run = promisify(execFile)

/** Whether Alertmanager's own tool is there; tests against it are skipped where it is not. */
export const hasAmtool = existsSync(binary)

/** The receivers that the tool finds for labels in a configuration, in the order of the routes. Rejects for a refused one. */
export async function amtoolReceivers(config: string, labels: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const pairs = [...labels].map(([name, value]) => {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    return `${name}="${escaped}"`
  })
  const { stdout } = await run(binary, ['config', 'routes', 'test', `--config.file=${config}`, '--', ...pairs])
  return stdout.trim().split(',')
}

/** Whether the tool takes a configuration. */
export async function amtoolAccepts(config: string): Promise<boolean> {
  return run(binary, ['check-config', config]).then(
    () => true,
    () => false,
  )
}
