import { DecodeError } from '~/lib/decode'
import { type AnyPanelKind, findPanelKind } from '~/panels/registry'

export type ResolvedPanel =
  | { readonly ok: true; readonly kind: AnyPanelKind; readonly options: unknown }
  | { readonly ok: false; readonly message: string }

/** The kind and the decoded options of a panel, or what is wrong with its description. */
export function resolvePanelKind(name: string, rawOptions: unknown): ResolvedPanel {
  const kind = findPanelKind(name)
  try {
    return { ok: true, options: kind.decodeOptions(rawOptions), kind }
  } catch (error) {
    if (error instanceof DecodeError) return { ok: false, message: error.message }
    throw error
  }
}
