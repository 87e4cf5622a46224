import { describe, expect, it } from 'vitest'
import { createSamplePlatforms, SAMPLE_PLATFORMS, SAMPLE_SEED } from './sample-platforms'
import { withoutOutages } from './without-outages'

const HOUR_MS = 3_600_000
const START_MS = Date.parse('2026-01-28T00:00:00Z')
const STEP_MS = 15_000
const STEPS = (48 * HOUR_MS) / STEP_MS

const usual = createSamplePlatforms({ seed: SAMPLE_SEED, startMs: START_MS })
const models = withoutOutages(SAMPLE_PLATFORMS)
const calm = createSamplePlatforms({ seed: SAMPLE_SEED, startMs: START_MS, models })
const times = Array.from({ length: STEPS }, (_, i) => START_MS + i * STEP_MS)

describe.each(SAMPLE_PLATFORMS.map(({ id }) => id))('%s without outages', (id) => {
  const targets = usual.targets.filter(({ platformId }) => platformId === id)
  const outages = SAMPLE_PLATFORMS.find((model) => model.id === id)?.incidents.filter(({ targets: moved = {} }) =>
    Object.values(moved).some((effect) => 'down' in effect),
  )
  const isOutage = (incident: string) => outages?.some((outage) => outage.id === incident) === true

  it('answers every scrape of two days, in which it usually does not', () => {
    const failed = (platforms: typeof usual) =>
      times.filter((timeMs) => targets.some(({ job }) => platforms.isDown(id, job, timeMs))).length
    expect(failed(usual)).toBeGreaterThan(0)
    expect(failed(calm)).toBe(0)
  })

  it('has all its other incidents, when it has them', () => {
    for (const timeMs of times) {
      const others = usual.incidentsAt(id, timeMs).filter((incident) => !isOutage(incident))
      expect(calm.incidentsAt(id, timeMs)).toEqual(others)
    }
  })

  it('can still be asked for one', () => {
    const [outage] = outages ?? []
    const startMs = START_MS + 100 * HOUR_MS
    calm.ask(id, { incidentId: outage?.id ?? '', startMs, endMs: startMs + HOUR_MS })
    expect(targets.some(({ job }) => calm.isDown(id, job, startMs))).toBe(true)
  })
})

it('the numbers that an outage does not move are the same', () => {
  // After the outage of the day, which only keeps the scrapes of shorts from it.
  const timeMs = START_MS + 6 * HOUR_MS
  expect(usual.incidentsAt('shorts', START_MS + 186 * 60_000)).toContain('outage')
  for (const platforms of [usual, calm]) platforms.advanceTo(timeMs, 'shorts')
  expect(calm.collect('shorts', 'shorts')).toEqual(usual.collect('shorts', 'shorts'))
})
