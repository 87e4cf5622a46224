/** The part of the Web Storage API that is used; `localStorage` fits. */
export interface StorageArea {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Text kept by key. No call throws: where the browser refuses, the value lives as long as the page. */
export interface KeptValues {
  get(key: string): string | null
  set(key: string, value: string): void
  /** Moves a value nobody can read to `<key>.bad`, at most one for each key, so that the app boots without it. */
  quarantine(key: string): void
}

const PREFIX = 'lookout.'
/** In UTF-16 units, two bytes each: 256 KB. */
const BUDGET = 128 * 1024

/**
 * Guards a storage area that may be absent, full, blocked or filled with junk. Beyond the budget the values used least
 * recently go first. `open` may throw, as reading `window.localStorage` does where cookies are blocked.
 */
export function createKeptValues(open: () => StorageArea | undefined): KeptValues {
  const area = attempt(open)
  const memory = new Map<string, string>()
  /** Own full keys, the least recently used first. */
  const used = new Set(attempt(() => ownKeys(area)) ?? [])

  const touch = (key: string): void => {
    used.delete(key)
    used.add(key)
  }
  const remove = (key: string): void => {
    used.delete(key)
    attempt(() => area?.removeItem(key))
  }
  const read = (key: string): string | null => attempt(() => area?.getItem(key)) ?? null
  const sizeOf = (key: string): number => key.length + (read(key)?.length ?? 0)

  const write = (key: string, value: string): boolean => {
    const written = attempt(() => {
      area?.setItem(key, value)
      return area !== undefined
    })
    if (written === true) touch(key)
    return written === true
  }

  const makeRoom = (wanted: number): void => {
    let total = wanted
    for (const other of used) total += sizeOf(other)
    for (const other of [...used]) {
      if (total <= BUDGET) return
      total -= sizeOf(other)
      remove(other)
    }
  }

  const set = (key: string, value: string): void => {
    const full = PREFIX + key
    const wanted = full.length + value.length
    memory.delete(full)
    remove(full)
    if (wanted <= BUDGET) {
      makeRoom(wanted)
      if (write(full, value)) return
    }
    memory.set(full, value)
  }

  return {
    get: (key) => {
      const full = PREFIX + key
      const value = memory.get(full) ?? read(full)
      if (value !== null && used.has(full)) touch(full)
      return value
    },
    set,
    quarantine: (key) => {
      const full = PREFIX + key
      const value = memory.get(full) ?? read(full)
      memory.delete(full)
      remove(full)
      if (value !== null) set(`${key}.bad`, value)
    },
  }
}

function ownKeys(area: StorageArea | undefined): string[] {
  const keys: string[] = []
  for (let i = 0; area !== undefined && i < area.length; i++) {
    const key = area.key(i)
    if (key?.startsWith(PREFIX)) keys.push(key)
  }
  return keys
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
