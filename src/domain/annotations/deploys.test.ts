import { describe, expect, it } from 'vitest'
import { joinRestarts } from './deploys'
import { eventWords, nameOf } from './event-words'
import type { Restart } from './restarts'

const MINUTE = 60_000
const of = (instance: string, minutes: number, more: Partial<Restart> = {}): Restart => ({
  timeMs: minutes * MINUTE,
  job: 'api',
  instance,
  again: true,
  count: 1,
  ...more,
})
const words = (restarts: readonly Restart[], size = 3) =>
  joinRestarts(restarts, () => size).map((event) => `${event.timeMs / MINUTE} ${eventWords(event)}`)

describe('joinRestarts', () => {
  it.each<[string, Restart[], string[]]>([
    ['one target', [of('a:1', 5)], ['5 restart of api (a:1)']],
    ['all targets at once', [of('a:1', 5), of('b:1', 5.5), of('c:1', 6)], ['5 deploy of api (3 of 3 instances)']],
    ['one after another', [of('a:1', 5), of('b:1', 7), of('c:1', 9)], ['5 deploy of api (3 of 3 instances)']],
    ['too far apart', [of('a:1', 5), of('b:1', 7.1)], ['5 restart of api (a:1)', '7.1 restart of api (b:1)']],
    [
      'targets of another address',
      [of('d:1', 5, { again: false }), of('e:1', 5, { again: false })],
      ['5 deploy of api (2 of 3 instances)'],
    ],
    ['a new target', [of('d:1', 5, { again: false })], ['5 start of api (d:1)']],
    [
      'a target that begins over and over',
      [of('a:1', 5), of('a:1', 6), of('a:1', 7)],
      ['5 restart of api (a:1)', '6 restart of api (a:1)', '7 restart of api (a:1)'],
    ],
    ['two in one step', [of('a:1', 5, { count: 2 })], ['5 2 restarts of api (a:1)']],
    ['two jobs', [of('a:1', 5), of('b:1', 5, { job: 'db' })], ['5 restart of api (a:1)', '5 restart of db (b:1)']],
    ['no instance', [of('', 5)], ['5 restart of api']],
    ['no job', [of('a:1', 5, { job: '' })], ['5 restart of a:1']],
    ['no labels at all', [of('', 5, { job: '' })], ['5 restart of a process']],
  ])('%s', (_name, restarts, expected) => {
    expect(words(restarts)).toEqual(expected)
  })

  it('calls few of many no deploy', () => {
    expect(words([of('a:1', 5), of('b:1', 5)], 50)).toEqual(['5 restart of 2 of 50 instances of api'])
  })

  it('never says more than all', () => {
    expect(words([of('a:1', 5), of('b:1', 5)], 0)).toEqual(['5 deploy of api (2 of 2 instances)'])
  })
})

describe('nameOf', () => {
  it.each([
    ['plain', 'plain'],
    ['<b>&amp;', '<b>&amp;'],
    ['x'.repeat(61), `${'x'.repeat(60)}…`],
    ['\u202Eevil', '\u2068\u202Eevil\u2069'],
    ['a\u2069\u202Eevil', '\u2068a\u202Eevil\u2069'],
    ['שלום', '\u2068שלום\u2069'],
  ])('%j', (name, shown) => {
    expect(nameOf(name)).toBe(shown)
  })
})
