import type { StorageArea } from '~/lib/storage'

/** A browser's storage in memory; `capacity` in characters of values, beyond which it is full as a browser's is. */
export function createStorageArea(
  capacity = Number.POSITIVE_INFINITY,
): StorageArea & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    get length() {
      return entries.size
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => {
      let total = value.length
      for (const [other, kept] of entries) if (other !== key) total += kept.length
      if (total > capacity) throw new DOMException('full', 'QuotaExceededError')
      entries.set(key, value)
    },
    removeItem: (key) => {
      entries.delete(key)
    },
  }
}
