import { describe, expect, it, test } from 'vitest'
import type { KeptValues } from '~/lib/storage'
import { chooseTheme, chooseTimeZone } from '~/state/choose'
import { createPreferences, type Preferences } from '~/state/preferences'

function createKept(stored: string | null): KeptValues & { readonly entries: Map<string, string> } {
  const entries = new Map(stored === null ? [] : [['preferences', stored]])
  return {
    entries,
    get: (key) => entries.get(key) ?? null,
    set: (key, value) => {
      entries.set(key, value)
    },
    quarantine: (key) => {
      entries.set(`${key}.bad`, entries.get(key) ?? '')
      entries.delete(key)
    },
  }
}

const NONE: Preferences = {
  theme: null,
  timeZone: null,
  navCollapsed: false,
  author: '',
  alertSound: false,
  alertNotification: false,
}

describe('createPreferences', () => {
  it('keeps what was chosen', () => {
    const kept = createKept(null)
    const store = createPreferences(kept)
    expect(store.getState()).toEqual(NONE)
    store.setState({ theme: 'dark', timeZone: 'utc' })
    expect(createPreferences(kept).getState()).toEqual({ ...NONE, theme: 'dark', timeZone: 'utc' })
  })

  it('reads what was kept before there were alerts to tell of', () => {
    const kept = createKept('{"version":1,"theme":"dark","timeZone":null,"navCollapsed":true}')
    expect(createPreferences(kept).getState()).toEqual({ ...NONE, theme: 'dark', navCollapsed: true })
  })

  test.each([
    '{',
    '[]',
    'null',
    '"null"',
    '{"version":2,"theme":"dark","timeZone":null,"navCollapsed":true}',
    '{"version":1,"theme":"pink","timeZone":null,"navCollapsed":true}',
    '{"version":1,"theme":null,"timeZone":7,"navCollapsed":true}',
    '{"__proto__":{"theme":"dark"}}',
    'x'.repeat(100_000),
  ])('starts without what it cannot read: %.60s', (stored) => {
    const kept = createKept(stored)
    expect(createPreferences(kept).getState()).toEqual(NONE)
    expect([...kept.entries]).toEqual([['preferences.bad', stored]])
  })
})

test('a link goes before a preference, a preference before the configuration', () => {
  expect(chooseTheme({ theme: 'light' }, { theme: 'dark' }, 'dark', true)).toBe('light')
  expect(chooseTheme({ theme: null }, { theme: 'dark' }, 'light', false)).toBe('dark')
  expect(chooseTheme({ theme: null }, { theme: null }, 'light', true)).toBe('light')
  expect(chooseTheme({ theme: null }, { theme: 'system' }, 'light', true)).toBe('dark')
  expect(chooseTheme({ theme: null }, { theme: null }, null, false)).toBe('light')
  expect(chooseTimeZone({ timeZone: 'utc' }, { timeZone: 'browser' }, null)).toBe('utc')
  expect(chooseTimeZone({ timeZone: null }, { timeZone: null }, 'Europe/London')).toBe('Europe/London')
  expect(chooseTimeZone({ timeZone: null }, { timeZone: null }, null)).toBe('browser')
})
