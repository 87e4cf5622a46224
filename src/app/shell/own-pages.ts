/** The app's own pages by the first part of their addresses, with their titles. */
export const OWN_PAGES = {
  '': 'Home',
  alerts: 'Alerts',
  slo: 'Error budgets',
  outlook: 'Outlook',
  cost: 'Cost',
  runbooks: 'Runbook',
  logs: 'Logs',
  audit: 'Audit',
  traces: 'Traces',
  trace: 'Trace',
  request: 'Request',
  job: 'Job',
  batch: 'Batch',
  user: 'User',
  correlation: 'Correlation',
  status: 'Status',
} as const

/** Title of the page of an address; undefined where it is none of the app's own. */
export function titleOfOwn(pathname: string): string | undefined {
  const first = pathname.split('/')[1] ?? ''
  return Object.hasOwn(OWN_PAGES, first) ? OWN_PAGES[first as keyof typeof OWN_PAGES] : undefined
}
