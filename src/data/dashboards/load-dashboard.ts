import { type FetchText, readSiteFile } from '~/data/site-file'
import type { Config } from '~/domain/config/config'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import type { Dashboard } from '~/domain/dashboards/model'
import { DecodeError } from '~/lib/decode'
import { lateCode } from '~/lib/late-code'

/** Macros whose meaning is in another file; only a dashboard that has one loads it, and the code that reads it. */
const FILED_MACRO = /\$__(?:cost|cost_by|cache_savings|budget|sli|error_budget)\(/
const filedMacros = lateCode(() => import('~/data/prices/filed-macros'))

/** Reads and decodes `dashboards/<id>.json`, macros of cost replaced; throws SiteFileFault. */
export function loadDashboard(id: string, fetchText: FetchText, budgets: Config['budgets'] = []): Promise<Dashboard> {
  const decode = async (input: unknown, text: string) => {
    const dashboard = decodeDashboard(input)
    if (dashboard.id !== id) {
      throw new DecodeError([{ path: '/id', message: `is "${dashboard.id}", but the file is called ${id}.json` }])
    }
    if (!FILED_MACRO.test(text)) return dashboard
    const { replaceFiledMacros } = await filedMacros.load()
    return replaceFiledMacros(dashboard, fetchText, budgets)
  }
  return readSiteFile({ file: `dashboards/${id}.json`, maxLength: 5_000_000, decode }, fetchText)
}
