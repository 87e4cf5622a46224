import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DecodeError } from '~/lib/decode'
import { WRITTEN_SLO } from '~/testing/made-slo'
import { readCheckout } from '~/testing/shipped-dashboards'
import { decodeSlos } from './decode-slos'

const issuesOf = (changes: Readonly<Record<string, unknown>>) =>
  decodeSlos({ schema: 1, slos: [{ ...WRITTEN_SLO, ...changes }] }).issues.map(
    ({ path, message }) => `${path} ${message}`,
  )

describe('the shipped objectives', () => {
  const { slos, issues } = decodeSlos(JSON.parse(readCheckout('public/slos.json')))

  it('are all right, and are of all four platforms', () => {
    expect(issues).toEqual([])
    expect([...new Set(slos.map(({ platform }) => platform))]).toEqual(['pipeline', 'shorts', 'transcode', 'trends'])
  })

  it('are those of the key figures', () => {
    const of = (id: string) => slos.find((slo) => slo.id === id)
    expect(of('pipeline-success')?.objective).toBe(0.995)
    expect(of('pipeline-duration')).toMatchObject({ objective: 0.95, sli: { kind: 'latency', bound: 300 } })
    expect(of('pipeline-availability')?.sli.kind).toBe('probe')
    expect(of('shorts-success')?.objective).toBe(0.95)
    expect(of('shorts-latency-p95')).toMatchObject({ objective: 0.95, sli: { bound: 2 } })
    expect(of('shorts-latency-p99')).toMatchObject({ objective: 0.99, sli: { bound: 5 } })
  })
})

describe('an objective that is wrong is told with its path', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no title', { title: undefined }, '/slos/0/title'],
    ['an id with a slash', { id: 'a/b' }, '/slos/0/id'],
    ['an objective of 100', { objective: 100 }, '/slos/0/objective must be below 100'],
    ['an objective of 0.995, which means percent', { objective: 0.995 }, '/slos/0/objective must be at least 1'],
    ['an objective that is NaN', { objective: Number.NaN }, '/slos/0/objective'],
    ['an objective in quotes', { objective: '99' }, '/slos/0/objective'],
    ['a window that is none', { window: 'month' }, '/slos/0/window'],
    ['a window of a minute', { window: '1m' }, '/slos/0/window must be between'],
    ['a window of a year', { window: '1y' }, '/slos/0/window must be between'],
    ['a window of 90 minutes', { window: '90m' }, '/slos/0/window must be whole hours'],
    ['nothing that is counted', { sli: {} }, '/slos/0/sli has nothing'],
    ['one of three', { sli: { good: 'a' } }, '/slos/0/sli has good'],
    ['all of three', { sli: { good: 'a', errors: 'b', total: 'c' } }, '/slos/0/sli has good and errors and total'],
    ['two kinds', { sli: { good: 'a', total: 'b', probe: 'c' } }, '/slos/0/sli has good and total and probe'],
    ['an expression', { sli: { good: 'sum(a)', total: 'a' } }, '/slos/0/sli/good must be one selector'],
    ['a range', { sli: { good: 'a[5m]', total: 'a' } }, '/slos/0/sli/good must be one selector'],
    ['an offset', { sli: { good: 'a offset 1h', total: 'a' } }, '/slos/0/sli/good must have no offset'],
    ['an @', { sli: { good: 'a @ 5', total: 'a' } }, '/slos/0/sli/good must have no offset and no @'],
    ['two of them', { sli: { good: 'a or b', total: 'a' } }, '/slos/0/sli/good must be one selector'],
    [
      'what breaks out',
      { sli: { good: 'a{b="c"}) or vector(1) #', total: 'a' } },
      '/slos/0/sli/good is not a selector',
    ],
    ['no duration', { sli: { latency: { histogram: 'a', below: 'fast' } } }, '/slos/0/sli/latency/below'],
    ['a bound of 0', { sli: { latency: { histogram: 'a', below: 0 } } }, '/slos/0/sli/latency/below must be above 0'],
    [
      'a bound without end',
      { sli: { latency: { histogram: 'a', below: Number.POSITIVE_INFINITY } } },
      '/slos/0/sli/latency/below',
    ],
    [
      'an le',
      { sli: { latency: { histogram: 'a{le="1"}', below: '1s' } } },
      '/slos/0/sli/latency/histogram must not choose',
    ],
    ['no name', { sli: { latency: { histogram: '{a="b"}', below: '1s' } } }, '/slos/0/sli/latency/histogram must name'],
    ['a label of the rules', { labels: { severity: 'page' } }, '/slos/0/labels/severity is a label'],
    ['a template', { labels: { team: '{{ $value }}' } }, '/slos/0/labels/team must not hold'],
    ['a label that is none', { labels: { 'a-b': 'c' } }, '/slos/0/labels/a-b'],
    ['a key that nobody knows', { targt: 5 }, '/slos/0/targt is not a known key'],
  ])('%s', (_, changes, said) => {
    expect(
      issuesOf(changes).some((issue) => issue.startsWith(said)),
      issuesOf(changes).join(),
    ).toBe(true)
  })

  it('and the others are kept', () => {
    const { slos, issues } = decodeSlos({ schema: 1, slos: [null, WRITTEN_SLO, { ...WRITTEN_SLO, title: 'Again' }] })
    expect(slos.map(({ title }) => title)).toEqual([WRITTEN_SLO.title])
    expect(issues.map(({ path }) => path)).toEqual(['/slos/0', '/slos/2/id'])
  })
})

it.each([null, [], {}, { schema: 2, slos: [] }, { schema: 1 }, { schema: 1, slos: Array(101).fill(WRITTEN_SLO) }])(
  'a file that is none throws: %#',
  (input) => expect(() => decodeSlos(input)).toThrow(DecodeError),
)

it('reads or refuses whatever a file holds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.object({ key: fc.constantFrom('id', 'title', 'objective', 'sli', '__proto__') })),
      (slos) => {
        const decoded = decodeSlos({ schema: 1, slos })
        expect(decoded.slos.length).toBeLessThanOrEqual(slos.length)
      },
    ),
  )
})
