import { lateCode } from '~/lib/late-code'

/** Shows dashboards with variables or filters; only those load it. */
export const templatedDashboard = lateCode(() => import('~/features/dashboards/variables/TemplatedDashboard'))
