import type * as v from 'valibot'
import { findOddKeys } from '~/domain/config/odd-keys'
import { expandMacros, type Macro, MacroFault } from '~/domain/cost/macros'
import { PromqlParseError } from '~/domain/promql/ast'
import { replaceMacros } from '~/domain/promql/macros'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { HOUR_MS } from '~/domain/time/duration'
import { DecodeError, type DecodeIssue, decode, decodeEntry } from '~/lib/decode'
import { capacitySchema, outlookFrameSchema, signalSchema } from './schema'

export type Signal = v.InferOutput<typeof signalSchema>
export type Capacity = v.InferOutput<typeof capacitySchema>

export interface DecodedOutlook {
  readonly signals: readonly Signal[]
  readonly capacity: readonly Capacity[]
  /** What is wrong with the entries that were left out, and keys that nobody knows. */
  readonly issues: readonly DecodeIssue[]
}

/**
 * Decodes `/outlook.json`, macros of cost and of objectives replaced. A fault of the file itself throws a DecodeError with its path; a
 * fault of one entry leaves that one out, and the others live.
 */
export function decodeOutlook(input: unknown, macros: ReadonlyMap<string, Macro>): DecodedOutlook {
  const frame = decode(outlookFrameSchema, input)
  const issues: DecodeIssue[] = [...findOddKeys(outlookFrameSchema, input).unknown]
  const read = <Schema extends typeof signalSchema | typeof capacitySchema>(
    entries: readonly unknown[],
    schema: Schema,
    under: string,
  ): v.InferOutput<Schema>[] => {
    const seen = new Set<string>()
    return entries.flatMap((entry, index) => {
      const path = `/${under}/${index}`
      const odd = findOddKeys(schema, entry)
      issues.push(...odd.unknown.map((issue) => ({ ...issue, path: path + issue.path })))
      const readOne = () => {
        const one = decode(schema, entry)
        if (odd.refused.length > 0) throw new DecodeError(odd.refused)
        if (seen.has(one.id))
          throw new DecodeError([{ path: '/id', message: `"${one.id}" is the id of another one too` }])
        seen.add(one.id)
        return { ...one, expr: readExpr(one.expr, macros) }
      }
      return decodeEntry(path, readOne, issues)
    })
  }
  const signals = read(frame.signals, signalSchema, 'signals')
  const capacity = read(frame.capacity, capacitySchema, 'capacity')
  return { signals, capacity, issues }
}

const HOURLY = { stepMs: HOUR_MS, rangeMs: HOUR_MS, scrapeIntervalMs: 15_000 }

function readExpr(text: string, macros: ReadonlyMap<string, Macro>): string {
  const fault = (message: string) => new DecodeError([{ path: '/expr', message }])
  try {
    const { expr } = expandMacros(text, macros)
    parsePromql(replaceMacros(expr, HOURLY))
    return expr
  } catch (error) {
    if (error instanceof MacroFault) throw fault(error.message)
    if (error instanceof PromqlParseError) throw fault(`is not PromQL: ${error.message}`)
    throw error
  }
}
