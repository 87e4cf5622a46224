import type { LogLine } from '~/domain/logs/model'
import type { UnixMs } from '~/domain/units-of-measure'
import type { Trace } from './model'

export interface FlowExport {
  readonly field: string
  readonly id: string
  readonly exportedMs: UnixMs
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  /** Titles of the sources that were asked. */
  readonly sources: readonly string[]
  readonly trace: Trace | null
  readonly lines: readonly { readonly source: string; readonly line: LogLine }[]
  /** Lines that matched and are not among these. */
  readonly linesLeftOut: number
}

/** All that was found of an id as the text of one JSON file. Lines are as written, so that nothing of them is lost. */
export function printFlowExport(flow: FlowExport): string {
  const { field, id, exportedMs, fromMs, toMs, sources, trace, lines, linesLeftOut } = flow
  const content = {
    [field]: id,
    exported: isoOf(exportedMs),
    from: isoOf(fromMs),
    to: isoOf(toMs),
    sources,
    trace,
    linesLeftOut,
    lines: lines.map(({ source, line: { stream, timeMs, level, raw } }) => ({
      ...{ source, stream, timestamp: isoOf(timeMs), level, line: raw },
    })),
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

/** Name of the file: an id may hold anything. */
export function flowFileName(page: string, id: string): string {
  return `lookout-${page}-${id.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 80)}.json`
}

function isoOf(ms: UnixMs): string {
  return new Date(ms).toISOString()
}
