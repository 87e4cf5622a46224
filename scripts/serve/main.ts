import { readFileSync } from 'node:fs'
import type { Config } from '~/domain/config/config'
import { parseConfigText } from '~/domain/config/parse'
import { ensureTools } from '../install/install'
import { ALERTMANAGER, PROMETHEUS, PROMTOOL } from '../install/tools'
import { parseStackPorts, requireFreePorts, type StackPorts } from '../stack/ports'
import { type Stack, startStack } from '../stack/stack'
import { parseAppPort, requireFreePort } from './app-port'
import { ensureBuild } from './build'
import { startServer } from './serve'
import { createStop } from './stop'
import { targetsOf } from './targets'

const HOST = '127.0.0.1'
const DIST = 'dist'
const DATA = '.lookout'

const log = (line: string) => console.log(line)

/** What a command starts. The stack is a real Prometheus and Alertmanager over the sample platforms. */
const PARTS = new Map([
  ['start', { withStack: false, config: 'public/config.json' }],
  ['stack', { withStack: true, config: 'deploy/lookout/config.json' }],
])

/** Resolves with the exit code once it was told to stop; throws an Error whose message is the one line to print. */
export async function run(command: string): Promise<number> {
  const parts = PARTS.get(command)
  if (parts === undefined) throw new Error(`There is no command "${command}".`)
  const { withStack } = parts
  const appPort = parseAppPort(process.env)
  const stackPorts = parseStackPorts(process.env)
  await requireFreePort(appPort, HOST)
  if (withStack) await requireFreePorts(stackPorts)
  if (withStack) ensureTools([PROMETHEUS, PROMTOOL, ALERTMANAGER], log)
  await ensureBuild(DIST, log)
  const text = readFileSync(parts.config, 'utf8')
  const config = await readConfig(parts.config, text)
  const stop = createStop()
  try {
    let stack: Stack | undefined
    if (withStack && !stop.isAsked()) {
      log('Starting the sample stack ...')
      stack = await startStack({ ports: stackPorts, dataDir: DATA, log, hasLongPast: true })
      stop.later(stack.stop)
    }
    if (!stop.isAsked()) {
      const server = await startServer({
        distDir: DIST,
        host: HOST,
        port: appPort,
        config,
        logs: stack === undefined ? {} : { '/logs': stack.logs },
        proxies: withStack ? proxiesTo(stackPorts) : {},
        targets: targetsOf(config),
        instead: new Map([['/config.json', text]]),
      })
      stop.later(() => server.close())
    }
    if (!stop.isAsked()) log(summary(appPort, withStack ? stackPorts : undefined))
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

async function readConfig(path: string, text: string): Promise<Config> {
  const result = await parseConfigText(text)
  if (!result.ok) {
    const places = result.fault.issues.map(
      (issue) => `${path}:${issue.line}:${issue.column} ${issue.path} ${issue.message}`,
    )
    throw new Error(places.join('\n'))
  }
  for (const warning of result.warnings) log(`${path} ${warning.path} ${warning.message}`)
  return result.config
}

function summary(appPort: number, stack: StackPorts | undefined): string {
  const lines = ['', `  Lookout           http://${HOST}:${appPort}`, '']
  if (stack === undefined)
    lines.push('  It shows sample data, made in the browser. "npm run stack" shows it from a real Prometheus.', '')
  else {
    lines.push(
      `  Prometheus        http://${HOST}:${stack.prometheus}`,
      `  Alertmanager      http://${HOST}:${stack.alertmanager}`,
      `  Sample platforms  http://${HOST}:${stack.sample}`,
      '',
      '  A request that its logs tell of (copy the X-Trace-ID that comes back into the query of Logs):',
      `  curl -i -X POST http://${HOST}:${stack.sample}/shorts/api/v1/videos`,
      '',
    )
  }
  return [...lines, `  Ctrl-C stops ${stack === undefined ? 'it' : 'all of it'}.`, ''].join('\n')
}
