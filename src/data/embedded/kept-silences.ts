import * as v from 'valibot'
import type { Silence } from '~/domain/alerts/model'
import { decode } from '~/lib/decode'
import type { KeptValues } from '~/lib/storage'

/** A silence without its state, which the time makes. */
export type StoredSilence = Omit<Silence, 'state'>

export interface KeptSilences {
  read(): readonly StoredSilence[]
  /** False where there is no room for those that have not expired; the oldest of the others go first. */
  write(silences: readonly StoredSilence[]): boolean
}

const KEY = 'silences'
const VERSION = 1
/** Of the 128 KB that this app keeps in a browser. */
const MAX_LENGTH = 48 * 1024
const MAX_SILENCES = 500

const text = v.pipe(v.string(), v.maxLength(MAX_LENGTH))
const time = v.pipe(v.number(), v.finite())
const STORED = v.object({
  version: v.literal(VERSION),
  silences: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/)),
        matchers: v.pipe(
          v.array(v.object({ name: text, op: v.picklist(['=', '!=', '=~', '!~']), value: text })),
          v.minLength(1),
        ),
        startsMs: time,
        endsMs: time,
        updatedMs: time,
        createdBy: text,
        comment: text,
      }),
    ),
    v.maxLength(MAX_SILENCES),
  ),
})

/** Silences in this browser. What is kept there and cannot be read is put aside. */
export function createKeptSilences(kept: KeptValues, now: () => number): KeptSilences {
  return {
    read() {
      const stored = kept.get(KEY)
      if (stored === null) return []
      try {
        if (stored.length > MAX_LENGTH) throw new Error('too much to be ours')
        return decode(STORED, JSON.parse(stored)).silences
      } catch {
        kept.quarantine(KEY)
        return []
      }
    },
    write(silences) {
      const nowMs = now()
      const live = silences.filter(({ endsMs }) => endsMs > nowMs)
      const expired = silences.filter(({ endsMs }) => endsMs <= nowMs).sort((a, b) => b.endsMs - a.endsMs)
      if (!fits(live)) return false
      while (!fits([...live, ...expired])) expired.pop()
      kept.set(KEY, print([...live, ...expired]))
      return true
    },
  }
}

function fits(silences: readonly StoredSilence[]): boolean {
  return silences.length <= MAX_SILENCES && print(silences).length <= MAX_LENGTH
}

function print(silences: readonly StoredSilence[]): string {
  const plain = silences.map(({ id, matchers, startsMs, endsMs, updatedMs, createdBy, comment }) => ({
    ...{ id, matchers, startsMs, endsMs, updatedMs, createdBy, comment },
  }))
  return JSON.stringify({ version: VERSION, silences: plain })
}
