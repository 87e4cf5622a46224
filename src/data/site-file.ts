import { DecodeError, type DecodeIssue } from '~/lib/decode'
import { fetchSiteFile } from '~/lib/early-fetch'
import { messageOf } from '~/lib/message-of'

/** Why a file beside index.html cannot be used. The message names the first place; `issues` has them all. */
export class SiteFileFault extends Error {
  readonly issues: readonly DecodeIssue[]
  constructor(file: string, issues: readonly DecodeIssue[]) {
    const { path, message } = issues[0] ?? { path: '', message: 'cannot be read' }
    super(`${file}: ${path === '' ? '' : `${path} `}${message}`)
    this.name = 'SiteFileFault'
    this.issues = issues
  }
}

/** Fetches a file of this site as text; throws an Error whose message says what happened. */
export type FetchText = (path: string) => Promise<string>

/** Reads a file beside index.html; a missing one answers with index.html on many servers, which is told apart here. */
export async function fetchSiteText(path: string): Promise<string> {
  const response = await fetchSiteFile(path).answer
  if (!response.ok) throw new Error(`The server answers ${response.status} for it.`)
  const type = response.headers.get('content-type') ?? ''
  if (type.startsWith('text/html')) throw new Error('The server has no such file.')
  return response.text()
}

export interface SiteFile<T> {
  /** Path beside index.html. */
  readonly file: string
  /** Largest that is read, in characters. */
  readonly maxLength: number
  /** What its JSON says; throws a DecodeError where that is not what it should be. */
  readonly decode: (input: unknown, text: string) => T | Promise<T>
}

/** Reads and decodes a file that an operator edits; throws SiteFileFault. */
export async function readSiteFile<T>({ file, maxLength, decode }: SiteFile<T>, fetchText: FetchText): Promise<T> {
  const fault = (message: string) => new SiteFileFault(file, [{ path: '', message }])
  const text = await fetchText(file).catch((error: unknown) => {
    throw fault(messageOf(error))
  })
  if (text.length > maxLength) throw fault(`is larger than ${maxLength} characters`)
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch (error) {
    throw fault(`is not JSON: ${messageOf(error)}`)
  }
  try {
    return await decode(input, text)
  } catch (error) {
    throw error instanceof DecodeError ? new SiteFileFault(file, error.issues) : error
  }
}
