import type { FetchText } from '~/data/dashboards/load-dashboard'
import { type DecodedSlos, decodeSlos } from '~/domain/slo/decode-slos'
import { DecodeError, type DecodeIssue } from '~/lib/decode'

/** The file beside index.html that an operator edits. */
export const SLO_FILE = 'slos.json'

/** Largest file that is read, in characters. */
const MAX_LENGTH = 1_000_000

/** Why the file of the objectives cannot be used at all. */
export class SloFileFault extends Error {
  readonly issues: readonly DecodeIssue[]
  constructor(issues: readonly DecodeIssue[]) {
    super(`${SLO_FILE}: ${issues[0] ? `${issues[0].path || '(document)'} ${issues[0].message}` : 'cannot be read'}`)
    this.name = 'SloFileFault'
    this.issues = issues
  }
}

/** Reads and decodes `slos.json`; throws SloFileFault. What is wrong with one objective is in the answer. */
export async function loadSlos(fetchText: FetchText): Promise<DecodedSlos> {
  const fault = (message: string) => new SloFileFault([{ path: '', message }])
  let text: string
  try {
    text = await fetchText(SLO_FILE)
  } catch (error) {
    throw fault(error instanceof Error ? error.message : String(error))
  }
  if (text.length > MAX_LENGTH) throw fault(`is larger than ${MAX_LENGTH} characters`)
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch (error) {
    throw fault(`is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  try {
    return decodeSlos(input)
  } catch (error) {
    if (error instanceof DecodeError) throw new SloFileFault(error.issues)
    throw error
  }
}
