import type { Dashboard } from '~/domain/dashboards/model'
import { lateCode } from '~/lib/late-code'

/** What fills dashboards with values; only those that need it load it. */
export const templating = lateCode(() => import('~/data/variables/templating'))

/** Whether a dashboard, as this address asks for it, must be filled first: it has variables, or filters are set. */
export function needsTemplating({ variables }: Dashboard, search: string): boolean {
  return variables.length > 0 || /[?&]var-Filters=/.test(search)
}
