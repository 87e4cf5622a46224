import { test as base, expect } from '@playwright/test'
import { startLoadedPrometheus } from './loaded-prometheus'
import { createNoise, type Noise } from './noise'
import { PROMETHEUS_ALONE, type Site, type SiteOptions, startSite } from './site'
import { hostOf, readWorld, type World } from './world'

export { expect }

interface TestFixtures {
  /** Every test fails on noise that it did not announce. */
  readonly noise: Noise
}

interface WorkerFixtures {
  readonly world: World
  /** Deploys the build with changed files for the tests of this worker; in front of the shared servers unless told otherwise. */
  readonly deploy: (options: Partial<SiteOptions>) => Promise<Site>
  /** The app in front of a Prometheus without series and rules: nothing fires, so the title is that of the page alone. */
  readonly quiet: Site
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first argument
    async ({}, use) => {
      await use(readWorld())
    },
    { scope: 'worker' },
  ],
  deploy: [
    async ({ world }, use) => {
      const sites: Site[] = []
      await use(async (options) => {
        const site = await startSite({
          prometheus: hostOf(world.prometheus),
          alertmanager: hostOf(world.alertmanager),
          logs: world.logs,
          ...options,
        })
        sites.push(site)
        return site
      })
      for (const site of sites) await site.stop()
    },
    { scope: 'worker' },
  ],
  quiet: [
    async ({ deploy }, use) => {
      const prometheus = await startLoadedPrometheus([], 'groups: []\n')
      await use(await deploy({ prometheus: hostOf(prometheus.address), config: PROMETHEUS_ALONE }))
      await prometheus.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ world }, use) => {
    await use(world.nginx)
  },
  noise: [
    async ({ context }, use) => {
      const noise = createNoise()
      await noise.watch(context)
      await use(noise)
      expect(noise.faults()).toEqual([])
    },
    { auto: true },
  ],
})
