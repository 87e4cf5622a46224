import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '~/domain/config/config'
import { parseConfigText } from '~/domain/config/parse'
import { ensureTools } from '../install/install'
import { ALERTMANAGER, PROMETHEUS, PROMTOOL } from '../install/tools'
import { parseStackPorts, requireFreePorts, type StackPorts } from '../stack/ports'
import { startStack } from '../stack/stack'
import { parseAppPort, requireFreePort } from './app-port'
import { ensureBuild } from './build'
import { startServer } from './serve'
import { createStop } from './stop'

const HOST = '127.0.0.1'
const DIST = 'dist'
const DATA = '.lookout'

const log = (line: string) => console.log(line)

/**
 * `start`: everything. `serve`: the app alone, in front of a stack that runs already. `stack`: what the app looks at, alone.
 * Resolves with the exit code once it was told to stop; throws an Error whose message is the one line to print.
 */
export async function run(command: string): Promise<number> {
  const [withStack, withApp] = [command !== 'serve', command !== 'stack']
  const appPort = parseAppPort(process.env)
  const stackPorts = parseStackPorts(process.env)
  if (withApp) await requireFreePort(appPort, HOST)
  if (withStack) await requireFreePorts(stackPorts)
  if (withStack) ensureTools([PROMETHEUS, PROMTOOL, ALERTMANAGER], log)
  if (withApp) await ensureBuild(DIST, log)
  const config = withApp ? await readConfig(join(DIST, 'config.json')) : undefined
  const stop = createStop()
  try {
    if (withStack && !stop.isAsked()) {
      log('Starting the sample stack ...')
      const stack = await startStack({ ports: stackPorts, dataDir: DATA, log })
      stop.later(() => stack.stop())
    }
    if (config !== undefined && !stop.isAsked()) {
      const server = await startServer({
        distDir: DIST,
        host: HOST,
        port: appPort,
        config,
        proxies: proxiesTo(stackPorts),
      })
      stop.later(() => server.close())
    }
    if (!stop.isAsked()) log(summary(withApp ? appPort : undefined, withStack ? stackPorts : undefined))
    await stop.asked
  } catch (error) {
    // Being told to stop in the middle of a start is no fault.
    if (!stop.isAsked()) throw error
  } finally {
    await stop.all()
  }
  log('Stopped.')
  return 0
}

function proxiesTo(ports: StackPorts): Record<string, string> {
  return {
    '/prometheus': `http://${HOST}:${ports.prometheus}`,
    '/alertmanager': `http://${HOST}:${ports.alertmanager}`,
  }
}

async function readConfig(path: string): Promise<Config> {
  const result = await parseConfigText(readFileSync(path, 'utf8'))
  if (!result.ok) {
    // The source is what a person edits; dist/ has a copy of it.
    const places = result.fault.issues.map(
      (issue) => `public/config.json:${issue.line}:${issue.column} ${issue.path} ${issue.message}`,
    )
    throw new Error(places.join('\n'))
  }
  for (const warning of result.warnings) log(`public/config.json ${warning.path} ${warning.message}`)
  return result.config
}

function summary(appPort: number | undefined, stack: StackPorts | undefined): string {
  const lines = ['']
  if (appPort !== undefined) lines.push(`  Lookout           http://${HOST}:${appPort}`, '')
  if (stack !== undefined) {
    lines.push(
      `  Prometheus        http://${HOST}:${stack.prometheus}`,
      `  Alertmanager      http://${HOST}:${stack.alertmanager}`,
      `  Sample platforms  http://${HOST}:${stack.sample}`,
      '',
    )
  }
  return [...lines, '  Ctrl-C stops all of it.', ''].join('\n')
}
