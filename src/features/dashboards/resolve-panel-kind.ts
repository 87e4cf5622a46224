import type { ComponentType } from 'react'
import { DecodeError } from '~/lib/decode'
import type { PanelProps } from '~/panels/panel-kind'
import { findPanelKind, lazyPanel } from '~/panels/registry'

export type ResolvedPanel =
  | { readonly ok: true; readonly Component: ComponentType<PanelProps<unknown>>; readonly options: unknown }
  | { readonly ok: false; readonly message: string }

/** The component and the decoded options of a panel, or what is wrong with its description. */
export function resolvePanelKind(name: string, rawOptions: unknown): ResolvedPanel {
  const kind = findPanelKind(name)
  try {
    return { ok: true, options: kind.decodeOptions(rawOptions), Component: lazyPanel(kind) }
  } catch (error) {
    if (error instanceof DecodeError) return { ok: false, message: error.message }
    throw error
  }
}
