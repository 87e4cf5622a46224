import * as v from 'valibot'
import { id, listOf, object, oneOf, text, timeZone } from '~/domain/schema-parts'
import { parseTimeExpression } from '~/domain/time/time-expression'
import { type Hours, parseHours } from '~/domain/wall/hours'
import { durationBetween } from './duration-text'

function numberBetween(least: number, most: number) {
  return v.pipe(
    v.number('must be a number'),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  )
}

const hours = v.pipe(
  v.string('must be text'),
  v.check((one) => parseHours(one) !== null, 'must be hours such as "08:00-20:00" or "22:00-06:00"'),
  v.transform((one): Hours => parseHours(one) ?? { fromMinute: 0, toMinute: 0 }),
)

const timeEnd = v.pipe(
  text(100),
  v.check((one) => parseTimeExpression(one).ok, 'must be a time such as "now-6h", "now/d" or "2026-06-01 08:00"'),
)

/** Percent of each edge that the screen hides. */
const overscan = numberBetween(0, 10)

const dim = v.object(
  { hours: listOf(hours), brightness: v.optional(numberBetween(5, 100), 40) },
  object('{"hours": ["22:00-06:00"], "brightness": 40}'),
)

const seconds = numberBetween(5, 86_400)

const variable = v.pipe(text(64), v.regex(/^[\w.-]+$/, 'must be the name of a variable such as "service"'))

/** What is chosen for a page, as its address would say it. */
const page = v.object(
  {
    path: v.pipe(
      text(300),
      v.regex(
        /^\/(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*)?$/,
        'must be a page such as "/d/shorts-main", without "?"',
      ),
    ),
    from: v.optional(timeEnd),
    to: v.optional(timeEnd),
    refresh: v.optional(durationBetween('5s', '1d')),
    timeZone: v.optional(timeZone),
    vars: v.optional(v.record(variable, listOf(text(2000)), 'must be an object of lists: {"service": ["api"]}'), {}),
    seconds: v.optional(seconds),
    hours: v.optional(listOf(hours), []),
  },
  object('{"path": "/d/...", "from": ..., "vars": {...}, "seconds": ..., "hours": [...]}'),
)

/** Pages that a screen shows in turn, at `/tv/<id>`. */
export const playlist = v.object(
  {
    id,
    title: v.optional(text(120)),
    seconds: v.optional(seconds, 30),
    theme: v.optional(oneOf('dark', 'light'), 'dark'),
    timeZone: v.optional(timeZone),
    overscan: v.optional(overscan),
    dim: v.optional(dim),
    pages: v.pipe(listOf(page), v.minLength(1, 'must name at least one page')),
  },
  object('{"id": ..., "pages": [...]}'),
)

/** Of every screen that hangs on a wall. */
export const wall = v.object(
  { overscan: v.optional(overscan, 0), dim: v.optional(dim) },
  object('{"overscan": 0, "dim": {...}}'),
)
