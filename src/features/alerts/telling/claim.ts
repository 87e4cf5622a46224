import type { UnixMs } from '~/domain/units-of-measure'
import { hashOf } from '~/lib/hash'
import { createKeptValues, type KeptValues } from '~/lib/storage'

const KEY = 'told'
/** Within which the other tabs of this browser have heard of an alert too: hidden ones may ask once a minute only. */
const CLAIMED_MS = 180_000
/** More than are told one by one: `isCut` of `domain/alerts/firing.ts`. */
const MAX_KEPT = 4_000

/** Runs something while no other tab runs it. */
export type Exclusively = (run: () => readonly string[]) => Promise<readonly string[]>

/** One tab after the other where the browser has locks, which is over HTTPS or on the same machine; else at once. */
export const exclusively: Exclusively = async (run) => {
  const { locks } = navigator as { readonly locks?: LockManager | null }
  return locks == null ? run() : locks.request('lookout-told', run)
}

/** The ids that this tab is to tell of: those that no other tab of this browser has taken just now. */
export function claim(
  ids: readonly string[],
  nowMs: UnixMs,
  run: Exclusively = exclusively,
  kept: KeptValues = createKeptValues(() => globalThis.localStorage),
): Promise<readonly string[]> {
  return run(() => {
    const told = readTold(kept.get(KEY)).filter(([, ms]) => Math.abs(nowMs - ms) < CLAIMED_MS)
    const taken = new Set(told.map(([key]) => key))
    const mine = ids.filter((id) => !taken.has(shortOf(id)))
    if (mine.length > 0) {
      const next = [...told, ...mine.map((id) => [shortOf(id), nowMs] as const)].slice(-MAX_KEPT)
      kept.set(KEY, JSON.stringify(next))
    }
    return mine
  })
}

/** An id is all labels of an alert, and the storage of a browser has few megabytes. */
function shortOf(id: string): string {
  return hashOf(id).toString(36) + hashOf(`+${id}`).toString(36)
}

function readTold(text: string | null): readonly (readonly [id: string, ms: UnixMs])[] {
  try {
    const read: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(read)) return []
    return read.filter(
      (one): one is [string, number] => Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'number',
    )
  } catch {
    return []
  }
}
