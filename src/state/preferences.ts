import * as v from 'valibot'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { decode } from '~/lib/decode'
import { createKeptValues, type KeptValues } from '~/lib/storage'

const KEY = 'preferences'
const VERSION = 1

const PREFERENCES = v.object({
  theme: v.nullable(v.picklist(['system', 'light', 'dark'])),
  timeZone: v.nullable(v.pipe(v.string(), v.maxLength(64))),
  navCollapsed: v.boolean(),
  /** Who makes silences here; younger than the others, so it may be missing. */
  author: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
  /** Whether a new critical alert sounds, and whether the browser shows a notification of it. */
  alertSound: v.optional(v.boolean(), false),
  alertNotification: v.optional(v.boolean(), false),
})
const STORED = v.object({ version: v.literal(VERSION), ...PREFERENCES.entries })

/** What a reader chose for this browser; null where the deployment's configuration decides. Links never write here. */
export type Preferences = v.InferOutput<typeof PREFERENCES>

const NONE: Preferences = {
  theme: null,
  timeZone: null,
  navCollapsed: false,
  author: '',
  alertSound: false,
  alertNotification: false,
}

/** Preferences that are kept; what cannot be read is put aside and the app starts without. */
export function createPreferences(kept: KeptValues): StoreApi<Preferences> {
  const store = createStore<Preferences>(() => readPreferences(kept))
  store.subscribe((chosen) => kept.set(KEY, JSON.stringify({ version: VERSION, ...chosen })))
  return store
}

function readPreferences(kept: KeptValues): Preferences {
  const text = kept.get(KEY)
  if (text === null) return NONE
  try {
    const { version: _, ...chosen } = decode(STORED, JSON.parse(text))
    return chosen
  } catch {
    kept.quarantine(KEY)
    return NONE
  }
}

/** The preferences of this browser; `preferences.setState({ theme: 'dark' })` changes and keeps them. */
export const preferences = createPreferences(createKeptValues(() => globalThis.localStorage))
