import type { FetchText } from '~/data/site-file'
import { runbookFile } from '~/domain/runbooks/runbook-name'
import { messageOf } from '~/lib/message-of'

/** Largest runbook that is read, in characters: two hundred times what one should be. */
const MAX_LENGTH = 1_000_000

export type Runbook =
  /** `source` is Markdown that somebody wrote. */
  | { readonly ok: true; readonly source: string }
  /** `file` is null for a name that no file can have. */
  | { readonly ok: false; readonly file: string | null; readonly why: string }

/** Reads `runbooks/<alert>.md`; what is wrong with it is told and not thrown. Nothing is asked for a name that is none. */
export async function loadRunbook(alert: string, fetchText: FetchText): Promise<Runbook> {
  const file = runbookFile(alert)
  if (file === null) {
    const why = 'A runbook is named by letters, digits, "-" and "_", at most 100 of them.'
    return { ok: false, file, why }
  }
  let source: string
  try {
    source = await fetchText(file)
  } catch (error) {
    return { ok: false, file, why: messageOf(error) }
  }
  if (source.length > MAX_LENGTH) return { ok: false, file, why: `It is larger than ${MAX_LENGTH} characters.` }
  if (source.trim() === '') return { ok: false, file, why: 'The file is empty.' }
  return { ok: true, source }
}
