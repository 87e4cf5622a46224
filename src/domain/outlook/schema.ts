import * as v from 'valibot'
import { fileHead, finiteNumber, id, listOfUnknown, object, text } from '~/domain/schema-parts'

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
    limit: finiteNumber,
    dashboard: v.optional(id),
    panel: v.optional(id),
  },
  object('{"id": ..., "title": ..., "platform": ..., "expr": ..., "limit": ...}'),
)

const MOST = 100

/** `/outlook.json` without its entries, each of which is decoded alone. */
export const outlookFrameSchema = v.object(
  {
    ...fileHead,
    signals: v.optional(listOfUnknown(MOST), []),
    capacity: v.optional(listOfUnknown(MOST), []),
  },
  object('{"schema": 1, "signals": [...], "capacity": [...]}'),
)

/** What `/outlook.json` says, version 1. The JSON Schema for editors is generated from it. */
export const outlookFileSchema = v.object({
  ...outlookFrameSchema.entries,
  signals: v.optional(v.array(signalSchema)),
  capacity: v.optional(v.array(capacitySchema)),
})
