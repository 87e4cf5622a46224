import { test as base, expect } from '@playwright/test'
import { createNoise, type Noise } from './noise'
import { type Site, type SiteOptions, startSite } from './site'
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
          ...options,
        })
        sites.push(site)
        return site
      })
      for (const site of sites) await site.stop()
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
