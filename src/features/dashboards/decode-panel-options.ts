import { DecodeError } from '~/lib/decode'

export type DecodedOptions =
  | { readonly ok: true; readonly options: unknown }
  | { readonly ok: false; readonly message: string }

/** The decoded options of a panel, or what is wrong with its description. */
export function decodePanelOptions(decode: (input: unknown) => unknown, rawOptions: unknown): DecodedOptions {
  try {
    return { ok: true, options: decode(rawOptions) }
  } catch (error) {
    if (error instanceof DecodeError) return { ok: false, message: error.message }
    throw error
  }
}
