import * as v from 'valibot'

/** Objectives in one file: each asks a source several questions. */
export const MOST_SLOS = 100

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

const selector = text(1000)

const SLI_SHAPE =
  '{"good", "total"}, {"errors", "total"}, {"good", "errors"}, {"latency": {"histogram", "below"}} or {"probe"}'

/** Which keys go together is checked where it is read. */
const sli = v.object(
  {
    good: v.optional(selector),
    errors: v.optional(selector),
    total: v.optional(selector),
    latency: v.optional(
      v.object(
        {
          histogram: selector,
          below: v.union(
            [text(40), v.number()],
            'must be a duration such as "300s", or a number in the unit of the buckets',
          ),
        },
        object('{"histogram": ..., "below": "300s"}'),
      ),
    ),
    probe: v.optional(selector),
  },
  object(SLI_SHAPE),
)

const labelName = v.pipe(text(100), v.regex(/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/, 'must be a label name such as "team"'))

/** One objective of `/slos.json`. */
export const sloSchema = v.object(
  {
    id,
    title: text(120),
    platform: v.optional(id),
    description: v.optional(text(1000)),
    objective: v.pipe(
      v.number('must be a number of percent, such as 99.5'),
      v.minValue(1, 'must be at least 1 percent'),
      v.ltValue(100, 'must be below 100: what must never fail has no budget'),
      v.maxValue(99.9999, 'must be at most 99.9999'),
    ),
    window: v.optional(text(20), '30d'),
    sli,
    events: v.optional(text(40), 'requests'),
    labels: v.optional(v.record(labelName, text(300), 'must be an object of texts: {"team": "sla"}')),
    runbook: v.optional(
      v.pipe(text(100), v.regex(/^[A-Za-z0-9_-]+$/, 'must be the name of a runbook, such as "SLABreach"')),
    ),
    dashboard: v.optional(id),
    panel: v.optional(id),
  },
  object('{"id": ..., "title": ..., "objective": 99.5, "window": "30d", "sli": {...}}'),
)

/** `/slos.json` without its entries, each of which is decoded alone. */
export const sloFrameSchema = v.object(
  {
    $schema: v.optional(v.string('must be text')),
    schema: v.literal(1, 'must be 1, the version of this format'),
    slos: v.pipe(
      v.array(v.unknown(), 'must be a list'),
      v.maxLength(MOST_SLOS, `must have at most ${MOST_SLOS} entries`),
    ),
  },
  object('{"schema": 1, "slos": [...]}'),
)

/** What `/slos.json` says, version 1. The JSON Schema for editors is generated from it. */
export const sloFileSchema = v.object({ ...sloFrameSchema.entries, slos: v.array(sloSchema) })
