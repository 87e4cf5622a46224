import * as v from 'valibot'
import { fileHead, id, labelSet, listOfUnknown, object, text } from '~/domain/schema-parts'

/** Objectives in one file: each asks a source several questions. */
export const MOST_SLOS = 100

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
    labels: v.optional(labelSet('team', 'sla')),
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
    ...fileHead,
    slos: listOfUnknown(MOST_SLOS),
  },
  object('{"schema": 1, "slos": [...]}'),
)

/** What `/slos.json` says, version 1. The JSON Schema for editors is generated from it. */
export const sloFileSchema = v.object({ ...sloFrameSchema.entries, slos: v.array(sloSchema) })
