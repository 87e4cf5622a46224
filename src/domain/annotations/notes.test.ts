import { describe, expect, it } from 'vitest'
import type { AlertSpan } from './alert-spans'
import type { ProcessEvent } from './deploys'
import { notesAt } from './notes'

const at = (text: string) => Date.parse(`2026-03-02T${text}Z`)
const STEP = 60_000

const event = (time: string, instance = 'a:1'): ProcessEvent => ({
  timeMs: at(time),
  endMs: at(time),
  job: 'api',
  restarts: [{ timeMs: at(time), job: 'api', instance, again: true, count: 1 }],
  targets: 1,
  of: 3,
  isDeploy: false,
})
const span = (from: string, to: string, more: Partial<AlertSpan> = {}): AlertSpan => ({
  alertname: 'HighErrorRate',
  state: 'firing',
  severity: 'critical',
  fromMs: at(from),
  toMs: at(to),
  fromBefore: false,
  isLast: false,
  most: 1,
  ...more,
})
const notes = (time: string, spans: AlertSpan[], events: ProcessEvent[] = [], isLive = true, zone = 'UTC') =>
  notesAt({ events, spans, isLive }, at(time), STEP, zone)

describe('notesAt', () => {
  it('tells what happened within a step, to the second, in the zone', () => {
    const events = [event('10:40:59'), event('10:42:07'), event('10:44:01')]
    expect(notes('10:42:00', [], events)).toEqual(['10:42:07 restart of api (a:1)'])
    expect(notes('10:42:00', [], events, true, 'Asia/Kathmandu')).toEqual(['16:27:07 restart of api (a:1)'])
    expect(notes('10:50:00', [], events)).toEqual([])
  })

  it.each<[string, AlertSpan, boolean, string]>([
    ['a span', span('10:40:00', '10:55:00'), true, '10:40–10:55 HighErrorRate firing (critical)'],
    ['one point', span('10:50:00', '10:50:00'), true, '10:50 HighErrorRate firing (critical)'],
    [
      'several',
      span('10:40:00', '10:55:00', { most: 3 }),
      true,
      '10:40–10:55 HighErrorRate firing (critical, 3 alerts)',
    ],
    [
      'pending',
      span('10:40:00', '10:55:00', { state: 'pending', severity: '' }),
      true,
      '10:40–10:55 HighErrorRate pending',
    ],
    ['still', span('10:40:00', '10:55:00', { isLast: true }), true, 'since 10:40 HighErrorRate firing (critical)'],
    [
      'the end of a past range',
      span('10:40:00', '10:55:00', { isLast: true }),
      false,
      '10:40–10:55 HighErrorRate firing (critical)',
    ],
    [
      'from before',
      span('10:40:00', '10:55:00', { fromBefore: true }),
      true,
      'until 10:55 HighErrorRate firing (critical)',
    ],
    [
      'all the time',
      span('10:40:00', '10:55:00', { fromBefore: true, isLast: true }),
      true,
      'since before 10:40 HighErrorRate firing (critical)',
    ],
  ])('%s', (_name, one, isLive, expected) => {
    expect(notes('10:50:00', [one], [], isLive)).toEqual([expected])
  })

  it('names the day of another day', () => {
    const long = { ...span('10:40:00', '23:00:00'), fromMs: at('10:40:00') - 86_400_000 }
    expect(notes('10:50:00', [long])).toEqual(['2026-03-01 10:40–23:00 HighErrorRate firing (critical)'])
  })

  it('lists firing before pending, the worse first, and at most five', () => {
    const spans = [
      span('10:40:00', '10:55:00', { state: 'pending' }),
      span('10:40:00', '10:55:00', { severity: 'info' }),
      span('10:40:00', '10:55:00', { severity: 'warning' }),
      span('10:40:00', '10:55:00'),
    ]
    const events = [event('10:49:10', 'c'), event('10:50:10', 'a'), event('10:50:40', 'b')]
    expect(notes('10:50:00', spans, events)).toEqual([
      '10:40–10:55 HighErrorRate firing (critical)',
      '10:40–10:55 HighErrorRate firing (warning)',
      '10:40–10:55 HighErrorRate firing (info)',
      '10:40–10:55 HighErrorRate pending (critical)',
      '10:50:10 restart of api (a)',
      '+ 2 more',
    ])
  })

  it('keeps the nearest of many restarts, in order of time', () => {
    const events = Array.from({ length: 40 }, (_, i) => event(`10:50:${String(i).padStart(2, '0')}`, `i${i}`))
    expect(notes('10:50:20', [], events)).toEqual([
      ...[18, 19, 20, 21, 22].map((second) => `10:50:${second} restart of api (i${second})`),
      '+ 35 more',
    ])
  })
})
