import { describe, expect, it } from 'vitest'
import { decodeRouting } from './decode-routing'
import { holds, sendsAt } from './time-intervals'

const intervalsOf = (written: string, field = 'time_intervals') =>
  decodeRouting(`route: { receiver: a }\nreceivers: [{ name: a }]\n${field}: [${written}]`).intervals
const intervalOf = (part: string) => intervalsOf(`{ name: x, time_intervals: [${part}] }`).get('x')
const at = (time: string) => Date.parse(time)

describe('a time is in an interval as Alertmanager has it', () => {
  it.each([
    // 2026-01-01 is a Thursday.
    ['{}', '2026-01-01T00:00:00Z', true],
    ["{ weekdays: ['saturday', 'sunday'] }", '2026-01-03T12:00:00Z', true],
    ["{ weekdays: ['saturday', 'sunday'] }", '2026-01-05T00:00:00Z', false],
    ["{ weekdays: ['monday:friday'] }", '2026-01-02T23:59:59Z', true],
    ["{ weekdays: ['Monday:FRIDAY'] }", '2026-01-02T23:59:59Z', true],
    ["{ weekdays: ['monday:friday'] }", '2026-01-03T00:00:00Z', false],
    ['{ times: [{ start_time: "09:00", end_time: "17:00" }] }', '2026-01-01T09:00:00Z', true],
    ['{ times: [{ start_time: "09:00", end_time: "17:00" }] }', '2026-01-01T16:59:59Z', true],
    ['{ times: [{ start_time: "09:00", end_time: "17:00" }] }', '2026-01-01T17:00:00Z', false],
    ['{ times: [{ start_time: "22:00", end_time: "24:00" }] }', '2026-01-01T23:59:59Z', true],
    // A list that is there and empty holds nothing.
    ['{ times: [] }', '2026-01-01T00:00:00Z', false],
    ["{ days_of_month: ['1:7'] }", '2026-02-07T23:00:00Z', true],
    ["{ days_of_month: ['1:7'] }", '2026-02-08T00:00:00Z', false],
    ["{ days_of_month: ['-1'] }", '2026-02-28T00:00:00Z', true],
    ["{ days_of_month: ['-1'] }", '2028-02-28T00:00:00Z', false],
    ["{ days_of_month: ['-1'] }", '2028-02-29T00:00:00Z', true],
    ["{ days_of_month: ['-3:-1'] }", '2026-04-28T00:00:00Z', true],
    ["{ days_of_month: ['-3:-1'] }", '2026-04-27T23:59:59Z', false],
    ["{ days_of_month: ['1:-1'] }", '2026-04-15T00:00:00Z', true],
    // February has no 30th: a span that begins there is none, one that ends there ends with the month.
    ["{ days_of_month: ['30:31'] }", '2026-02-28T00:00:00Z', false],
    ["{ days_of_month: ['27:31'] }", '2026-02-28T00:00:00Z', true],
    ["{ months: ['1:3', 'may:august', 'december'] }", '2026-08-31T00:00:00Z', true],
    ["{ months: ['1:3', 'may:august', 'december'] }", '2026-04-30T23:59:59Z', false],
    ["{ years: ['2020:2022', '2030'] }", '2022-12-31T23:59:59Z', true],
    ["{ years: ['2020:2022', '2030'] }", '2026-01-01T00:00:00Z', false],
    // All that is written must hold.
    ["{ weekdays: ['thursday'], months: ['february'] }", '2026-01-01T00:00:00Z', false],
    // Its own wall clock, with its summer time.
    ["{ weekdays: ['sunday'], location: Asia/Tokyo }", '2026-01-03T15:00:00Z', true],
    ["{ weekdays: ['sunday'], location: Asia/Tokyo }", '2026-01-04T15:00:00Z', false],
    ['{ times: [{ start_time: "09:00", end_time: "10:00" }], location: Europe/Berlin }', '2026-01-01T08:30:00Z', true],
    ['{ times: [{ start_time: "09:00", end_time: "10:00" }], location: Europe/Berlin }', '2026-07-01T08:30:00Z', false],
    ["{ years: ['2027'], location: Australia/Sydney }", '2026-12-31T13:00:00Z', true],
    // Nobody here knows where that is.
    ["{ weekdays: ['sunday'], location: Local }", '2026-01-03T15:00:00Z', null],
    ["{ weekdays: ['sunday'], location: Nowhere/City }", '2026-01-03T15:00:00Z', null],
    // One part is enough, and where none is known to hold, one that may be is a doubt.
    ["{ weekdays: ['sunday'] }, { weekdays: ['saturday'] }", '2026-01-03T15:00:00Z', true],
    ["{ weekdays: ['saturday'] }, { location: Local }", '2026-01-03T15:00:00Z', true],
    ["{ weekdays: ['sunday'] }, { location: Local }", '2026-01-03T15:00:00Z', null],
  ])('%s at %s: %s', (part, time, expected) => {
    expect(holds(intervalOf(part), at(time))).toBe(expected)
  })
})

describe('an interval that cannot be read says where, and the routes are read', () => {
  it.each([
    ["{ weekdays: ['someday'] }", '/time_intervals/0/time_intervals/0/weekdays/0: someday is not a valid weekday'],
    ["{ weekdays: ['friday:monday'] }", '/weekdays/0: start day cannot be before end day'],
    ["{ weekdays: ['a:b:c'] }", "couldn't parse range a:b:c"],
    ["{ days_of_month: ['0'] }", '/days_of_month/0: 0 is not a valid day of the month'],
    ["{ days_of_month: ['1:32'] }", '32 is not a valid day of the month'],
    ["{ days_of_month: ['-1:1'] }", 'end day must be negative if start day is negative'],
    ["{ days_of_month: ['31:-31'] }", 'end day -31 is always before start day 31'],
    ["{ days_of_month: ['x'] }", 'x is not a whole number'],
    ["{ months: ['march:january'] }", '/months/0: end month is before start month'],
    ["{ months: ['13'] }", 'not a valid month'],
    ["{ years: ['2030:2020'] }", '/years/0: end year 2020 is before start year 2030'],
    ['{ times: [{ start_time: "9:00", end_time: "10:00" }] }', "/times/0/start_time: couldn't parse timestamp 9:00"],
    ['{ times: [{ start_time: "10:00", end_time: "10:00" }] }', '/times/0: start time cannot be equal'],
    ['{ times: [{ start_time: "10:00" }] }', '/times/0: both start and end times'],
    ['{ times: { start_time: "10:00" } }', '/times: cannot unmarshal !!map'],
    ['[]', '/time_intervals/0/time_intervals/0: cannot unmarshal !!seq'],
  ])('%s', (part, message) => {
    const interval = intervalOf(part)
    expect(interval?.fault).toContain(message)
    expect(interval?.fault).toMatch(/^line \d+, column \d+, /)
    expect(holds(interval, 0)).toBeNull()
  })

  it('and leaves the others alone; a name may be defined once, in either list', () => {
    const good = "{ name: good, time_intervals: [{ weekdays: ['sunday'] }] }"
    const intervals = intervalsOf(`{ name: bad, time_intervals: [{ years: [x] }] }, ${good}`, 'mute_time_intervals')
    expect([...intervals].map(([name, { fault }]) => [name, fault === null])).toEqual([
      ['bad', false],
      ['good', true],
    ])
    expect(intervalsOf(`${good}, ${good}`).get('good')?.fault).toContain('is not unique')
  })

  it('spans by aliases are counted, and a long text is not told whole', () => {
    const days = `{ name: d, time_intervals: [{ weekdays: &d [${'sunday,'.repeat(1_000)}] }] }`
    const more = `{ name: x, time_intervals: [${'{ weekdays: *d },'.repeat(50)}] }`
    expect(intervalsOf(`${days}, ${more}`).get('x')?.fault).toContain('more than 20000 spans')
    expect(intervalOf(`{ weekdays: ['${'x'.repeat(100_000)}'] }`)?.fault?.length).toBeLessThan(400)
  })
})

describe('a route sends', () => {
  const intervals = intervalsOf(`
    { name: thursdays, time_intervals: [{ weekdays: ['thursday'] }] },
    { name: sundays, time_intervals: [{ weekdays: ['sunday'] }] },
    { name: somewhere, time_intervals: [{ location: Local }] }`)
  it.each([
    [[], [], true],
    [['thursdays'], [], false],
    [['sundays'], [], true],
    [['sundays', 'thursdays'], [], false],
    [[], ['thursdays'], true],
    [[], ['sundays'], false],
    [[], ['sundays', 'thursdays'], true],
    [['thursdays'], ['thursdays'], false],
    [['somewhere'], [], null],
    [['somewhere', 'thursdays'], [], false],
    [[], ['somewhere', 'thursdays'], true],
    [['somewhere'], ['sundays'], false],
    [['gone'], [], null],
  ])('not during %j, only during %j: %s', (muteTimes, activeTimes, expected) => {
    expect(sendsAt({ muteTimes, activeTimes }, intervals, at('2026-01-01T12:00:00Z'))).toBe(expected)
  })
})
