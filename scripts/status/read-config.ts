import { readFileSync } from 'node:fs'
import type { Config, ConfigWarning } from '~/domain/config/config'
import { parseConfigText } from '~/domain/config/parse'
import { messageOf } from '~/lib/message-of'

export type ReadConfig =
  | {
      readonly ok: true
      readonly config: Config
      readonly warnings: readonly ConfigWarning[]
      readonly site: string | null
    }
  /** Each fault in a line, with its place. */
  | { readonly ok: false; readonly faults: readonly string[] }

/** Reads a configuration from a file, or from the site that it is served by. */
export async function readConfig(from: string, site: string | null): Promise<ReadConfig> {
  const isAddress = /^https?:\/\//i.test(from)
  const address = isAddress ? configAddress(from) : null
  let text: string
  try {
    text = address === null ? readFileSync(from, 'utf8') : await download(address)
  } catch (error) {
    const code = (error as { cause?: { code?: string } }).cause?.code
    const reason = messageOf(error)
    return { ok: false, faults: [`${from}: ${reason}${code === undefined ? '' : ` (${code})`}`] }
  }
  const result = await parseConfigText(text)
  if (!result.ok) {
    const faults = result.fault.issues.map(
      ({ line, column, path, message }) => `${from}:${line}:${column} ${path} ${message}`,
    )
    return { ok: false, faults }
  }
  const { config, warnings } = result
  return { ok: true, config, warnings, site: site ?? (address === null ? null : new URL('.', address).href) }
}

/** The file itself, or the place that it lies in. */
function configAddress(from: string): string {
  return from.endsWith('.json') ? from : new URL('config.json', from.endsWith('/') ? from : `${from}/`).href
}

async function download(address: string): Promise<string> {
  const answer = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(10_000) })
  if (answer.status >= 300 && answer.status < 400) throw new Error('the server sends elsewhere: a sign-in, most likely')
  if (!answer.ok) throw new Error(`the server answers ${answer.status}`)
  if ((answer.headers.get('content-type') ?? '').includes('html')) throw new Error('the server answers with a web page')
  return answer.text()
}
