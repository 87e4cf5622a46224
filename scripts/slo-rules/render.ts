import { stringify } from 'yaml'
import { decodeSlos } from '~/domain/slo/decode-slos'
import { sloRules } from '~/domain/slo/rules'

const HEAD = `# Made of public/slos.json by \`npm run slo-rules\`: change it there.
# Shares of errors over the windows of the multiwindow, multi-burn-rate alerts of The Site Reliability Workbook, chapter 5, and these
# alerts: 14.4 times the allowed rate over 1h and 5m, or 6 times over 6h and 30m, is critical; 3 times over 1d and 2h, or once over 3d and
# 6h, is a warning. A pair that no share of errors can reach is left out. Without events a share is 0/0, which is NaN and fires nothing.
`

/** The rule file of the objectives of a `slos.json`; throws where one of them is wrong, for a rule would be missing unseen. */
export function renderSloRules(json: string): string {
  const { slos, issues } = decodeSlos(JSON.parse(json))
  if (issues.length > 0) throw new Error(issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return HEAD + stringify({ groups: sloRules(slos) }, { lineWidth: 0 })
}
