import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { DecodeError } from '~/lib/decode'
import { gaugeKind } from './gauge'
import type { PanelKind, PanelProps } from './panel-kind'
import { statKind } from './stat'
import { timeseriesKind } from './timeseries'

/** A kind whose options are opaque: they go from its own decoder to its own component and nowhere else. */
export type AnyPanelKind = PanelKind<unknown>

function erase<Options>(entry: PanelKind<Options>): AnyPanelKind {
  // Sound as long as options come from the same entry's decoder, which is the only way to get them.
  return entry as unknown as AnyPanelKind
}

const KINDS: ReadonlyMap<string, AnyPanelKind> = new Map(
  [erase(statKind), erase(gaugeKind), erase(timeseriesKind)].map((entry) => [entry.kind, entry]),
)

/** Names of all kinds, sorted. */
export function panelKindNames(): string[] {
  return [...KINDS.keys()].sort()
}

/** Entry of a kind; for an unknown one, an entry whose decoder says which kinds there are. */
export function findPanelKind(kind: string): AnyPanelKind {
  return KINDS.get(kind) ?? unknownKind(kind)
}

function unknownKind(kind: string): AnyPanelKind {
  const error = new DecodeError([
    { path: '/kind', message: `"${kind}" is not a panel kind; there are ${panelKindNames().join(', ')}` },
  ])
  return {
    kind,
    accepts: 'both',
    decodeOptions: () => {
      throw error
    },
    load: () => Promise.reject(error),
  }
}

const lazyPanels = new Map<string, LazyExoticComponent<ComponentType<PanelProps<unknown>>>>()

/** The kind's component, loaded when it is first drawn; the same component for the same kind, so that panels keep their state. */
export function lazyPanel(kind: AnyPanelKind): LazyExoticComponent<ComponentType<PanelProps<unknown>>> {
  const known = lazyPanels.get(kind.kind)
  if (known !== undefined) return known
  const component = lazy(async () => ({ default: (await kind.load()).Panel }))
  lazyPanels.set(kind.kind, component)
  return component
}
