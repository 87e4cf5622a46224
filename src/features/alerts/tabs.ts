/** The parts of what there is about alerts, each under an address of its own. */
export const ALERT_TABS = [
  ['/alerts', 'List'],
  ['/alerts/history', 'History'],
  ['/alerts/rules', 'Rules'],
  ['/alerts/try', 'What if'],
  ['/alerts/routes', 'Routes'],
  ['/alerts/silences', 'Silences'],
] as const
