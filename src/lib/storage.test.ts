import { describe, expect, it } from 'vitest'
import { createKeptValues } from '~/lib/storage'
import { createStorageArea } from '~/testing/storage-area'

const broken = (): never => {
  throw new DOMException('blocked', 'SecurityError')
}

describe('createKeptValues', () => {
  it('keeps values over reloads under its own prefix', () => {
    const area = createStorageArea()
    createKeptValues(() => area).set('preferences', 'x')
    expect([...area.entries]).toEqual([['lookout.preferences', 'x']])
    expect(createKeptValues(() => area).get('preferences')).toBe('x')
    expect(createKeptValues(() => area).get('other')).toBeNull()
  })

  it.each([
    ['storage cannot be opened', broken],
    ['there is no storage', () => undefined],
    ['every call throws', () => ({ length: 1, key: broken, getItem: broken, setItem: broken, removeItem: broken })],
    ['storage is full', () => createStorageArea(0)],
  ])('remembers for the life of the page when %s', (_name, open) => {
    const kept = createKeptValues(open)
    expect(kept.get('a')).toBeNull()
    kept.set('a', 'value')
    expect(kept.get('a')).toBe('value')
    kept.quarantine('a')
    expect(kept.get('a')).toBeNull()
    expect(kept.get('a.bad')).toBe('value')
  })

  it('keeps one bad value for each key', () => {
    const area = createStorageArea()
    const kept = createKeptValues(() => area)
    for (const value of ['{', '[']) {
      kept.set('a', value)
      kept.quarantine('a')
    }
    kept.quarantine('never-set')
    expect([...area.entries]).toEqual([['lookout.a.bad', '[']])
  })

  it('drops what was used least recently beyond 256 KB, never what others keep', () => {
    const area = createStorageArea()
    area.entries.set('of-another-app', 'x'.repeat(500_000))
    const kept = createKeptValues(() => area)
    const block = 'x'.repeat(40_000)
    for (const key of ['a', 'b', 'c']) kept.set(key, block)
    kept.get('a')
    kept.set('d', block)
    expect([...area.entries.keys()]).toEqual(['of-another-app', 'lookout.a', 'lookout.c', 'lookout.d'])
    kept.set('huge', 'x'.repeat(200_000))
    expect(kept.get('huge')).toHaveLength(200_000)
    expect([...area.entries.keys()]).toEqual(['of-another-app', 'lookout.a', 'lookout.c', 'lookout.d'])
  })

  it('shows the newest value also when it could not be stored over an older one', () => {
    const area = createStorageArea(5)
    const kept = createKeptValues(() => area)
    kept.set('a', 'old')
    kept.set('a', 'too long')
    expect(kept.get('a')).toBe('too long')
    kept.set('a', 'new')
    expect(kept.get('a')).toBe('new')
    expect([...area.entries]).toEqual([['lookout.a', 'new']])
  })
})
