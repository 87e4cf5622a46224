import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { findBinary, NODE_EXPORTER } from '../../scripts/install/tools'
import { freePort } from './free-port'

export interface NodeExporter {
  /** Such as `http://127.0.0.1:9100/metrics`. */
  readonly url: string
  readonly host: string
  stop(): Promise<void>
}

/** A real node exporter on a free port of loopback: a target that lets no browser ask it. */
export async function startNodeExporter(): Promise<NodeExporter> {
  const file = findBinary(NODE_EXPORTER.binaries)
  if (file === undefined) throw new Error('the node exporter is not installed')
  const host = `127.0.0.1:${await freePort()}`
  const child = spawn(file, [`--web.listen-address=${host}`, '--log.level=error'], { stdio: 'ignore' })
  const url = `http://${host}/metrics`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the node exporter ended with ${child.exitCode}`)
    if (
      await fetch(url).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    url,
    host,
    async stop() {
      const ended = child.exitCode === null ? once(child, 'exit') : undefined
      child.kill()
      await ended
    },
  }
}
