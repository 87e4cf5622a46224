import type { Hits } from '~/domain/logs/index/hits'
import type { LogIndex } from '~/domain/logs/index/log-index'
import type { LogPattern } from '~/domain/logs/log-ports'
import type { QueryTerm } from '~/domain/logs/query/log-query'
import { printLogQuery } from '~/domain/logs/query/print-log-query'
import type { UnixMs } from '~/domain/units-of-measure'
import { HOLE, maskMessage } from './mask-message'
import { mergeSimilar } from './merge-similar'
import { createPatternTable, type MaskedLines } from './pattern-table'

/** At most this many patterns are told. */
export const MOST_PATTERNS = 200

/** Work on the patterns of hits, to be done in slices so that whoever does it can answer others between them. */
export interface PatternMiner {
  /** Reads this many more lines; returns whether there are more. */
  read(lines: number): boolean
  /** Patterns of the lines read so far, the most frequent first, at most 200. */
  patterns(): readonly LogPattern[]
}

/** Begins to group hits by their template. `bars` bars lie between `fromMs` and `toMs`, as in the index's volume. */
export function minePatterns(
  index: Pick<LogIndex, 'glance' | 'line'>,
  hits: Pick<Hits, 'refs' | 'count'>,
  { fromMs, toMs, bars }: { readonly fromMs: UnixMs; readonly toMs: UnixMs; readonly bars: number },
): PatternMiner {
  const table = createPatternTable(bars)
  const stepMs = (toMs - fromMs) / bars
  let next = 0
  return {
    read(lines) {
      for (const end = Math.min(hits.count, next + lines); next < end; next++) {
        const ref = hits.refs[next] ?? -1
        const { message, level, timeMs } = index.glance(ref)
        // It had to make room since.
        if (Number.isNaN(timeMs)) continue
        table.add(maskMessage(message), level, timeMs, ref, Math.floor((timeMs - fromMs) / stepMs))
      }
      return next < hits.count
    },
    patterns() {
      const merged = [...mergeSimilar(table.groups())].sort(byCount).slice(0, MOST_PATTERNS)
      return merged.flatMap((group) => {
        const example = index.line(group.example)
        return example === null ? [] : [toPattern(group, example)]
      })
    },
  }
}

function byCount(a: MaskedLines, b: MaskedLines): number {
  return b.count - a.count || a.firstMs - b.firstMs || (a.tokens.join(' ') < b.tokens.join(' ') ? -1 : 1)
}

function toPattern(
  { level, tokens, count, firstMs, lastMs, trend }: MaskedLines,
  example: LogPattern['example'],
): LogPattern {
  const template = tokens.join(' ')
  const query = printLogQuery({ terms: termsOf(template, level, example.message) })
  return { template, level, count, firstMs, lastMs, trend: [...trend], example, query }
}

/** What finds the lines: their level, and the longest text between two holes that the example really has. */
function termsOf(template: string, level: LogPattern['level'], message: string): readonly QueryTerm[] {
  const own: QueryTerm = {
    kind: 'field',
    negated: false,
    field: 'level',
    op: '=',
    values: [{ text: level.toUpperCase(), wildcard: false }],
  }
  const runs = template.split(HOLE).map((run) => run.trim())
  const fixed = [
    ...runs.sort(byLength),
    ...template
      .split(/\s+/)
      .filter((word) => !word.includes(HOLE))
      .sort(byLength),
  ]
  const text = fixed.find((run) => /\p{L}/u.test(run) && message.includes(run))
  if (text === undefined) return [own]
  // In the line as written, other signs may stand there by an escape.
  if (/^[ !#-[\]-~]+$/.test(text)) return [own, { kind: 'text', negated: false, text }]
  const pattern = text.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&')
  return [
    own,
    { kind: 'field', negated: false, field: 'message', op: '~', values: [{ text: pattern, wildcard: false }] },
  ]
}

function byLength(a: string, b: string): number {
  return b.length - a.length || (a < b ? -1 : 1)
}
