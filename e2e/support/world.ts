import * as v from 'valibot'
import { decode } from '~/lib/decode'

const VARIABLE = 'LOOKOUT_E2E'

const worldSchema = v.object({
  /** The app behind nginx, as it is shipped. */
  nginx: v.string(),
  /** The same files from the server of `npm start`. */
  node: v.string(),
  /** The app whose configuration names Prometheus by another origin. */
  crossOrigin: v.string(),
  /** The servers themselves. */
  prometheus: v.string(),
  alertmanager: v.string(),
  sample: v.string(),
  /** Folder of the sample platforms' log files. */
  logs: v.string(),
})

/** Addresses of everything that runs for the tests. */
export type World = v.InferOutput<typeof worldSchema>

/** Tells the workers, which inherit the environment. */
export function publishWorld(world: World): void {
  process.env[VARIABLE] = JSON.stringify(world)
}

export function readWorld(): World {
  return decode(worldSchema, JSON.parse(process.env[VARIABLE] ?? 'null'))
}

/** `host:port` of an address. */
export function hostOf(address: string): string {
  return new URL(address).host
}
