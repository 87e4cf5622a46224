/** What a runbook's file may be called, without its ending: nothing in it is a path, a query or an escape. */
const NAME = /^[A-Za-z0-9_-]{1,100}$/

/** Path of an alert's runbook beside the app; null for a name that no file can have. */
export function runbookFile(alert: string): string | null {
  return NAME.test(alert) ? `runbooks/${alert}.md` : null
}

/** Address of an alert's runbook in the app; null for a name that no file can have. */
export function runbookPath(alert: string): string | null {
  return NAME.test(alert) ? `/runbooks/${alert}` : null
}
