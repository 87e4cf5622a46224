import * as v from 'valibot'

function text(maxLength: number) {
  return v.pipe(
    v.string('must be text'),
    v.nonEmpty('must not be empty'),
    v.maxLength(maxLength, `must have at most ${maxLength} characters`),
  )
}

const id = v.pipe(
  v.string('must be text'),
  v.regex(
    /^[a-z0-9][a-z0-9-]{0,79}$/,
    'must be 1 to 80 lower-case letters, digits and dashes, not starting with a dash',
  ),
)

/** valibot reports a missing key with the message of the object, as an issue at the key. */
function object(shape: string) {
  return (issue: v.ObjectIssue): string =>
    issue.path === undefined || issue.received !== 'undefined' ? `must be an object: ${shape}` : 'is missing'
}

const common = { id, title: text(120), platform: id, unit: v.optional(text(40), 'short'), expr: text(4000) }

/** A signal whose course over the hours of the week is looked at: one value, `[$__interval]` where it is averaged. */
export const signalSchema = v.object(
  {
    ...common,
    /** Which way is bad news. */
    worse: v.optional(v.picklist(['up', 'down', 'both'], 'must be "up", "down" or "both"'), 'both'),
  },
  object('{"id": ..., "title": ..., "platform": ..., "expr": ...}'),
)

/** Something that fills: a level of one value, and where it is full. */
export const capacitySchema = v.object(
  {
    ...common,
    limit: v.pipe(v.number('must be a number'), v.finite('must be finite')),
    dashboard: v.optional(id),
    panel: v.optional(id),
  },
  object('{"id": ..., "title": ..., "platform": ..., "expr": ..., "limit": ...}'),
)

const MOST = 100
const listOfAnything = v.pipe(
  v.array(v.unknown(), 'must be a list'),
  v.maxLength(MOST, `must have at most ${MOST} entries`),
)

/** `/outlook.json` without its entries, each of which is decoded alone. */
export const outlookFrameSchema = v.object(
  {
    $schema: v.optional(v.string('must be text')),
    schema: v.literal(1, 'must be 1, the version of this format'),
    signals: v.optional(listOfAnything, []),
    capacity: v.optional(listOfAnything, []),
  },
  object('{"schema": 1, "signals": [...], "capacity": [...]}'),
)

/** What `/outlook.json` says, version 1. The JSON Schema for editors is generated from it. */
export const outlookFileSchema = v.object({
  ...outlookFrameSchema.entries,
  signals: v.optional(v.array(signalSchema)),
  capacity: v.optional(v.array(capacitySchema)),
})
