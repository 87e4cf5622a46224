import { DecodeError } from '~/lib/decode'
import { type DecodedConfig, decodeConfigWithWarnings } from './config'

/** One fault of a configuration and where it is in the text. */
export interface ConfigIssue {
  /** JSON pointer, `""` for the whole document. */
  readonly path: string
  readonly message: string
  /** Both from 1. */
  readonly line: number
  readonly column: number
}

/** Why a text is not a configuration: at least one issue, in the order of the text. */
export interface ConfigFault {
  readonly issues: readonly ConfigIssue[]
}

export type ConfigResult = ({ readonly ok: true } & DecodedConfig) | { readonly ok: false; readonly fault: ConfigFault }

const MAX_CHARACTERS = 1_000_000

/**
 * The text of `/config.json` to a Config, or to faults with line and column. The promise never rejects for a bad text;
 * the code that finds lines is fetched only then.
 */
export async function parseConfigText(text: string): Promise<ConfigResult> {
  const early = faultOfWhole(text)
  if (early !== undefined) return { ok: false, fault: { issues: [{ path: '', message: early, line: 1, column: 1 }] } }
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch {
    const { locateSyntaxFault } = await import('./locate')
    return { ok: false, fault: { issues: [locateSyntaxFault(text)] } }
  }
  try {
    return { ok: true, ...decodeConfigWithWarnings(input) }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    const { locateIssues } = await import('./locate')
    return { ok: false, fault: { issues: locateIssues(text, error.issues) } }
  }
}

/** Faults of the file as such, where a position inside says nothing. */
function faultOfWhole(text: string): string | undefined {
  if (text.length > MAX_CHARACTERS) return 'is larger than 1 MB: this is not a configuration'
  if (text.startsWith('\ufeff')) return 'starts with a byte order mark: save the file as UTF-8 without BOM'
  if (text.trim() === '') return 'is empty'
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) return 'is a web page, not JSON: does the server have a config.json?'
  return undefined
}
