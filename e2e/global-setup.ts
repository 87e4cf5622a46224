import { cpSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseConfigText } from '~/domain/config/parse'
import { freePort } from '~/testing/free-port'
import { ensureBuild } from '../scripts/serve/build'
import { startServer } from '../scripts/serve/serve'
import { startStack } from '../scripts/stack/stack'
import { DIST, startSite } from './support/site'
import { hostOf, publishWorld } from './support/world'

const DATA = resolve('.lookout/e2e')

/** Builds if need be, starts all servers that the tests share, and returns what stops them. */
// biome-ignore lint/style/noDefaultExport: Playwright asks for it
export default async function setUp(): Promise<() => Promise<void>> {
  const undos: (() => Promise<void>)[] = []
  const tearDown = async () => {
    for (const undo of undos.splice(0).reverse()) await undo()
  }
  try {
    await ensureBuild('dist', (line) => console.log(line))
    rmSync(DIST, { recursive: true, force: true })
    cpSync('dist', DIST, { recursive: true })
    // In front of real servers, as a deployment is; embedded.spec.ts takes the build as it is shipped.
    cpSync('deploy/lookout/config.json', join(DIST, 'config.json'))
    const ports = { prometheus: await freePort(), alertmanager: await freePort(), sample: await freePort() }
    const stack = await startStack({
      ports,
      dataDir: DATA,
      log: (line) => console.log(`[stack] ${line}`),
      hasControl: true,
      // In an outage of some minutes a page is rightly stale; a test that needs one asks for it.
      hasOutages: false,
      handlesSignals: false,
    })
    undos.push(async () => {
      await stack.stop()
      for (const name of ['prometheus', 'logs']) rmSync(join(DATA, name), { recursive: true, force: true })
    })
    const upstreams = {
      prometheus: hostOf(stack.addresses.prometheus),
      alertmanager: hostOf(stack.addresses.alertmanager),
      logs: stack.logs,
    }
    const nginx = await startSite(upstreams)
    undos.push(nginx.stop)
    const crossOrigin = await startSite({
      ...upstreams,
      config: {
        sources: {
          metrics: [{ id: 'prometheus', title: 'Prometheus', kind: 'prometheus', url: stack.addresses.prometheus }],
        },
      },
    })
    undos.push(crossOrigin.stop)
    const shipped = await parseConfigText(nginx.read('config.json'))
    if (!shipped.ok) throw new Error('the shipped config.json is faulty')
    const node = await startServer({
      distDir: DIST,
      port: 0,
      config: shipped.config,
      logs: { '/logs': stack.logs },
      proxies: { '/prometheus': stack.addresses.prometheus, '/alertmanager': stack.addresses.alertmanager },
    })
    undos.push(node.close)
    publishWorld({
      nginx: nginx.address,
      node: node.address,
      crossOrigin: crossOrigin.address,
      ...stack.addresses,
      logs: stack.logs,
    })
    return tearDown
  } catch (error) {
    await tearDown()
    throw error
  }
}
