import { DecodeError } from '~/lib/decode'
import { type LateCode, lateCode } from '~/lib/late-code'
import { bargaugeKind } from './bargauge'
import { gaugeKind } from './gauge'
import type { PanelCode, PanelKind } from './panel-kind'
import { pieKind } from './pie'
import { statKind } from './stat'
import { stateKind } from './state'
import { tableKind } from './table'
import { textKind } from './text'
import { timeseriesKind } from './timeseries'

/** A kind whose options are opaque: they go from its own decoder to its own component and nowhere else. */
export type AnyPanelKind = PanelKind<unknown>

function erase<Options>(entry: PanelKind<Options>): AnyPanelKind {
  // Sound as long as options come from the same entry's decoder, which is the only way to get them.
  return entry as unknown as AnyPanelKind
}

const KINDS: ReadonlyMap<string, AnyPanelKind> = new Map(
  [
    erase(statKind),
    erase(gaugeKind),
    erase(bargaugeKind),
    erase(timeseriesKind),
    erase(stateKind),
    erase(tableKind),
    erase(pieKind),
    erase(textKind),
  ].map((entry) => [entry.kind, entry]),
)

/** Names of all kinds, sorted. */
export function panelKindNames(): string[] {
  return [...KINDS.keys()].sort()
}

/** Entry of a kind; for an unknown one, an entry whose decoder says which kinds there are. */
export function findPanelKind(kind: string): AnyPanelKind {
  return KINDS.get(kind) ?? unknownKind(kind)
}

/** Never drawn: the decoder of an unknown kind always throws. */
function Nothing(): null {
  return null
}

function unknownKind(kind: string): AnyPanelKind {
  const error = new DecodeError([
    { path: '/kind', message: `"${kind}" is not a panel kind; there are ${panelKindNames().join(', ')}` },
  ])
  const decodeOptions = () => {
    throw error
  }
  return { kind, accepts: 'both', load: async () => ({ Panel: Nothing, decodeOptions }) }
}

const codes = new Map<string, LateCode<PanelCode<unknown>>>()

/** The kind's code; the same component for the same kind, so that panels keep their state. */
export function panelCode(kind: string): LateCode<PanelCode<unknown>> {
  const code = codes.get(kind) ?? lateCode(findPanelKind(kind).load)
  codes.set(kind, code)
  return code
}
