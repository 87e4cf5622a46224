import type { Config } from '~/domain/config/config'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import type { Dashboard } from '~/domain/dashboards/model'
import { DecodeError, type DecodeIssue } from '~/lib/decode'
import { fetchSiteFile } from '~/lib/early-fetch'
import { lateCode } from '~/lib/late-code'

/** Why a dashboard file cannot be shown. */
export class DashboardFault extends Error {
  readonly file: string
  readonly issues: readonly DecodeIssue[]
  constructor(file: string, issues: readonly DecodeIssue[]) {
    super(`${file}: ${issues[0] ? `${issues[0].path || '(document)'} ${issues[0].message}` : 'cannot be read'}`)
    this.name = 'DashboardFault'
    this.file = file
    this.issues = issues
  }
}

/** Macros whose meaning is in another file; only a dashboard that has one loads it, and the code that reads it. */
const FILED_MACRO = /\$__(?:cost|cost_by|cache_savings|budget|sli|error_budget)\(/
const filedMacros = lateCode(() => import('~/data/prices/filed-macros'))

/** Largest dashboard file that is read, in characters. */
const MAX_LENGTH = 5_000_000

/** Fetches a file of this site as text; throws an Error whose message says what happened. */
export type FetchText = (path: string) => Promise<string>

/** Reads and decodes `dashboards/<id>.json`, macros of cost replaced; throws DashboardFault. */
export async function loadDashboard(
  id: string,
  fetchText: FetchText,
  budgets: Config['budgets'] = [],
): Promise<Dashboard> {
  const file = `dashboards/${id}.json`
  const fault = (path: string, message: string) => new DashboardFault(file, [{ path, message }])
  let text: string
  try {
    text = await fetchText(file)
  } catch (error) {
    throw fault('', error instanceof Error ? error.message : String(error))
  }
  if (text.length > MAX_LENGTH) throw fault('', `is larger than ${MAX_LENGTH} characters`)
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch (error) {
    throw fault('', `is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  try {
    const dashboard = decodeDashboard(input)
    if (dashboard.id !== id) throw fault('/id', `is "${dashboard.id}", but the file is called ${id}.json`)
    if (!FILED_MACRO.test(text)) return dashboard
    const { replaceFiledMacros } = await filedMacros.load()
    return await replaceFiledMacros(dashboard, fetchText, budgets)
  } catch (error) {
    if (error instanceof DecodeError) throw new DashboardFault(file, error.issues)
    throw error
  }
}

/** Reads a file beside index.html; a missing one answers with index.html on many servers, which is told apart here. */
export async function fetchSiteText(path: string): Promise<string> {
  const response = await fetchSiteFile(path).answer
  if (!response.ok) throw new Error(`The server answers ${response.status} for it.`)
  const type = response.headers.get('content-type') ?? ''
  if (type.startsWith('text/html')) throw new Error('The server has no such file.')
  return response.text()
}
