import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { REFRESH_CHOICES } from '~/domain/time/refresh'
import type { View } from '~/state/view'
import { decodeView, encodeView, printSearch, viewProblems } from '~/state/view-codec'

const DEFAULTS = { from: 'now-6h', to: 'now', refresh: 30_000 } as const
const decodeText = (search: string): View => decodeView(new URLSearchParams(search), DEFAULTS)
const SILENT = decodeText('')

test('a silent link is the dashboard as it is, and is written as nothing', () => {
  expect(SILENT).toEqual({
    ...DEFAULTS,
    timeZone: null,
    theme: null,
    kiosk: false,
    autofitPanels: false,
    hideTimePicker: false,
    hideVariables: false,
    hideLinks: false,
    bounds: false,
    hideAnnotations: false,
    compare: null,
    vars: new Map(),
  })
  expect(printSearch(encodeView(SILENT, DEFAULTS))).toBe('')
})

describe('reads all spellings and writes the first', () => {
  test.each<[string, Partial<View>, string]>([
    ['from=now-1h&to=now', { from: 'now-1h' }, '?from=now-1h&to=now'],
    ['from=now/d&to=now/d', { from: 'now/d', to: 'now/d' }, '?from=now%2Fd&to=now%2Fd'],
    ['from=now-1M/M', { from: 'now-1M/M' }, '?from=now-1M%2FM&to=now'],
    [
      'from=1769600000000&to=1769610000000',
      { from: '1769600000000', to: '1769610000000' },
      '?from=1769600000000&to=1769610000000',
    ],
    ['from=2026-01-28T15:30:00Z&to=now', { from: '1769614200000' }, '?from=1769614200000&to=now'],
    ['from=2026-01-28&to=2026-01-29', { from: '2026-01-28', to: '2026-01-29' }, '?from=2026-01-28&to=2026-01-29'],
    ['from=now-6h&to=now', {}, ''],
    [
      'time=1769614200000&time.window=60000',
      { from: '1769614170000', to: '1769614230000' },
      '?from=1769614170000&to=1769614230000',
    ],
    ['start=1h', { from: 'now-1h' }, '?from=now-1h&to=now'],
    ['start=1h30m', { from: 'now-90m' }, '?from=now-90m&to=now'],
    [
      'start=1769600000000&end=1769610000000',
      { from: '1769600000000', to: '1769610000000' },
      '?from=1769600000000&to=1769610000000',
    ],
    ['refresh=1m', { refresh: 60_000 }, '?refresh=1m'],
    ['refresh=7s', { refresh: 7_000 }, '?refresh=7s'],
    ['refresh=1ms', { refresh: 5_000 }, '?refresh=5s'],
    ['refresh=auto', { refresh: 'auto' }, '?refresh=auto'],
    ['refresh=', { refresh: 'off' }, '?refresh=off'],
    ['refresh=30s', {}, ''],
    ['timezone=UTC', { timeZone: 'utc' }, '?timezone=utc'],
    ['tz=Europe/London', { timeZone: 'Europe/London' }, '?timezone=Europe%2FLondon'],
    ['timezone=Mars/Olympus', { timeZone: 'Mars/Olympus' }, '?timezone=Mars%2FOlympus'],
    ['theme=dark', { theme: 'dark' }, '?theme=dark'],
    ['kiosk', { kiosk: true }, '?kiosk'],
    ['kiosk=tv&autofitpanels=true', { kiosk: true, autofitPanels: true }, '?kiosk&autofitpanels'],
    ['kiosk=false', {}, ''],
    [
      '_dash.hideTimePicker&_dash.hideLinks=true',
      { hideTimePicker: true, hideLinks: true },
      '?_dash.hideTimePicker&_dash.hideLinks',
    ],
    ['var-model=a&var-model=b', { vars: new Map([['model', ['a', 'b']]]) }, '?var-model=a&var-model=b'],
    ['var-model=a,b', { vars: new Map([['model', ['a', 'b']]]) }, '?var-model=a&var-model=b'],
    ['var-model=a,b&var-model=a,b', { vars: new Map([['model', ['a,b']]]) }, '?var-model=a%2Cb&var-model=a%2Cb'],
    ['var-model=$__all', { vars: new Map([['model', ['$__all']]]) }, '?var-model=%24__all'],
    ['var-model=', { vars: new Map([['model', ['']]]) }, '?var-model='],
    ['var-__proto__=x', { vars: new Map([['__proto__', ['x']]]) }, '?var-__proto__=x'],
    ['orgId=1&prom=http://evil.example&dashboard=//evil', {}, ''],
    ['from=nonsense&to=now', {}, ''],
    ['from=now-1h&to=nonsense', {}, ''],
    ['refresh=soon&theme=pink&timezone=<img>&time=1&time.window=-4', {}, ''],
    ['%E0%A4%A&var-x=%zz', { vars: new Map([['x', ['%zz']]]) }, '?var-x=%25zz'],
  ])('%s', (search, expected, printed) => {
    const view = decodeText(search)
    expect(view).toEqual({ ...SILENT, ...expected })
    expect(printSearch(encodeView(view, DEFAULTS))).toBe(printed)
  })
})

test('caps what a hostile link carries', () => {
  const search = new URLSearchParams({ 'var-long': 'x'.repeat(100_000), 'var-': 'x', 'var-a b': 'x' })
  for (let i = 0; i < 1_000; i++) search.append('var-many', `v${i}`)
  for (let i = 0; i < 1_000; i++) search.append(`var-n${i}`, 'x')
  const { vars } = decodeView(search)
  expect(vars.has('long')).toBe(false)
  expect(vars.get('many')).toHaveLength(100)
  expect(vars.size).toBe(50)
})

test('tells the person what was wrong with a link', () => {
  expect(viewProblems(new URLSearchParams('from=now-1h&to=now&refresh=auto'))).toEqual([])
  expect(viewProblems(new URLSearchParams('from=soon&refresh=x'))).toEqual([
    expect.stringMatching(/"from" was left out: "soon" is not a time/),
    expect.stringMatching(/"refresh" was left out/),
  ])
})

describe('laws', () => {
  const end = fc.oneof(
    fc.constantFrom('now', 'now-6h', 'now/d', 'now-1M/M', '2026-01-28 15:30:00'),
    fc.nat({ max: 2_000_000_000_000 }).map(String),
  )
  const word = fc.string({ unit: 'grapheme', maxLength: 20 })
  const value = fc.oneof(word, fc.constantFrom('a,b', ',', '', '$__all', '"} or vector(1) #', '&x=1#', '+', '%41'))
  const vars = fc.array(
    fc.tuple(fc.stringMatching(/^[A-Za-z_][\w]{0,9}$/), fc.uniqueArray(value, { minLength: 1, maxLength: 4 })),
  )
  const view: fc.Arbitrary<View> = fc.record({
    from: end,
    to: end,
    refresh: fc.constantFrom(...REFRESH_CHOICES),
    timeZone: fc.constantFrom(null, 'utc', 'browser', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'),
    theme: fc.constantFrom(null, 'light' as const, 'dark' as const),
    kiosk: fc.boolean(),
    autofitPanels: fc.boolean(),
    hideTimePicker: fc.boolean(),
    hideVariables: fc.boolean(),
    hideLinks: fc.boolean(),
    bounds: fc.boolean(),
    hideAnnotations: fc.boolean(),
    compare: fc.constantFrom(null, '1d', '1w', '52w'),
    vars: vars.map((entries) => new Map(entries)),
  })

  it('a view survives its link', () => {
    fc.assert(
      fc.property(view, (given) => {
        expect(decodeText(printSearch(encodeView(given, DEFAULTS)))).toEqual(given)
      }),
    )
  })

  it('any search text is read, and what was read survives', () => {
    const name = fc.constantFrom(
      'from',
      'to',
      'refresh',
      'kiosk',
      'timezone',
      'time',
      'time.window',
      'start',
      'var-a',
      'var-b',
    )
    const search = fc.oneof(
      fc.array(fc.tuple(name, word)).map((pairs) => new URLSearchParams(pairs).toString()),
      fc.string(),
    )
    fc.assert(
      fc.property(search, (text) => {
        const once = decodeText(text)
        expect(decodeText(printSearch(encodeView(once, DEFAULTS)))).toEqual(once)
      }),
    )
  })
})
