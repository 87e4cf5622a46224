import { describe, expect, it } from 'vitest'
import type { Incident, PlatformModel } from '../platform-model'
import { HOUR_MS } from './day'
import { pipeline } from './pipeline'
import { shorts } from './shorts'
import { transcode } from './transcode'
import { trends } from './trends'

const MODELS: readonly PlatformModel[] = [shorts, pipeline, transcode, trends]

/** Windows of an incident within a day, in minutes from midnight; they may reach into the next day. */
function windowsOfDay({ recurs }: Incident): readonly { from: number; to: number }[] {
  if (!recurs) return []
  const { everyMs, offsetMs, lastsMs } = recurs
  return Array.from({ length: (24 * HOUR_MS) / everyMs }, (_, i) => {
    const from = (offsetMs + i * everyMs) / 60_000
    return { from, to: from + lastsMs / 60_000 }
  })
}

describe.each(MODELS.map((model): [string, PlatformModel] => [model.id, model]))('incidents of %s', (_, model) => {
  it('have ids of their own, and can all be asked for', () => {
    const ids = model.incidents.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain('no-traffic')
  })

  it('come at whole minutes, at least once a day, and do something', () => {
    for (const incident of model.incidents) {
      expect(Object.keys({ ...incident.effects, ...incident.targets }).length, incident.id).toBeGreaterThan(0)
      if (!incident.recurs) continue
      const { everyMs, offsetMs, lastsMs } = incident.recurs
      expect((24 * HOUR_MS) % everyMs, incident.id).toBe(0)
      expect(offsetMs, incident.id).toBeLessThan(everyMs)
      expect(lastsMs, incident.id).toBeLessThan(everyMs)
      for (const ms of [everyMs, offsetMs, lastsMs]) expect(ms % 60_000, incident.id).toBe(0)
    }
  })
})

it('there is an incident somewhere in every hour, and seldom are all platforms in trouble at once', () => {
  const open = (model: PlatformModel, minute: number) =>
    model.incidents.some((incident) =>
      windowsOfDay(incident).some(
        ({ from, to }) => (minute >= from && minute < to) || (minute + 1440 >= from && minute + 1440 < to),
      ),
    )
  const troubled = Array.from({ length: 1440 }, (_, minute) => MODELS.filter((model) => open(model, minute)).length)
  for (let hour = 0; hour < 24; hour++) {
    expect(Math.max(...troubled.slice(hour * 60, hour * 60 + 60)), `hour ${hour}`).toBeGreaterThan(0)
  }
  expect(troubled.filter((count) => count === MODELS.length).length).toBeLessThan(1440 / 50)
})
