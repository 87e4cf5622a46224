export interface ZoneChoice {
  /** As it stands in a link: `browser`, `utc` or an IANA name. */
  readonly value: string
  readonly label: string
}

const MOST_SHOWN = 60

/** Browsers list some zones by names that their cities no longer have, and take both. */
const RENAMED = new Map([
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Asia/Katmandu', 'Asia/Kathmandu'],
  ['Asia/Rangoon', 'Asia/Yangon'],
  ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['Atlantic/Faeroe', 'Atlantic/Faroe'],
])

/** The zones whose name contains the words of a search; the viewer's own and UTC first. */
export function zoneChoices(search: string, zones: readonly string[], browserZone: string): readonly ZoneChoice[] {
  const all = [
    { value: 'browser', label: `Browser (${spaced(browserZone)})` },
    { value: 'utc', label: 'UTC' },
    ...zones
      .filter((zone) => zone !== 'UTC')
      .map((zone) => RENAMED.get(zone) ?? zone)
      .map((zone) => ({ value: zone, label: spaced(zone) })),
  ]
  const words = search
    .toLowerCase()
    .split(/[\s_/]+/)
    .filter((word) => word !== '')
  return all.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word))).slice(0, MOST_SHOWN)
}

function spaced(zone: string): string {
  return zone.replaceAll('_', ' ')
}
