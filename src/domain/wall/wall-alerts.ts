import { type FiringGroup, needOf } from '~/domain/alerts/firing'
import type { AlertRule } from '~/domain/alerts/model'
import type { UnixMs } from '~/domain/units-of-measure'

/** Alerts of one name, severity and platform that fire, as a wall tells of them. */
export interface WallAlert {
  readonly name: string
  readonly need: 'critical' | 'warning'
  readonly platform: string
  readonly count: number
  /** What its rule says of the oldest one; empty where nobody tells. */
  readonly summary: string
  /** Since when the oldest one is active; null where nobody tells. */
  readonly sinceMs: UnixMs | null
  /** Dashboard that its rule names; null for none. */
  readonly dashboard: string | null
}

/** What somebody should hear of: critical first, then what is oldest. `rules` adds what they say, where they were answered. */
export function wallAlerts(groups: readonly FiringGroup[], rules: readonly AlertRule[]): readonly WallAlert[] {
  const alerts = groups.flatMap((group): WallAlert[] => {
    const need = needOf(group.severity)
    if (need === 'note') return []
    const { name, platform, count } = group
    const found = rules
      .filter((rule) => rule.name === name)
      .flatMap((rule) => rule.alerts.map((alert) => ({ rule, alert })))
      .filter(({ alert }) => alert.state === 'firing' && isOf(group, alert.labels))
      .sort((a, b) => a.alert.activeMs - b.alert.activeMs)
    const [oldest] = found
    const summary = oldest?.alert.annotations.get('summary') ?? ''
    const dashboard = oldest?.rule.annotations.get('dashboard') ?? null
    return [{ name, need, platform, count, summary, sinceMs: oldest?.alert.activeMs ?? null, dashboard }]
  })
  const rank = ({ need }: WallAlert) => (need === 'critical' ? 0 : 1)
  const age = ({ sinceMs }: WallAlert) => sinceMs ?? Number.POSITIVE_INFINITY
  return alerts.sort((a, b) => rank(a) - rank(b) || compare(age(a), age(b)) || compare(a.name, b.name))
}

function isOf({ severity, platform }: FiringGroup, labels: ReadonlyMap<string, string>): boolean {
  return (labels.get('severity') ?? '') === severity && (labels.get('platform') ?? '') === platform
}

function compare<T extends number | string>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** What a page of a playlist shows: null where it is no dashboard, or its file is not read yet. */
export interface PageSubject {
  readonly dashboard: string | null
  readonly platform: string | null
}

/**
 * Pages that a critical alert belongs to: those of the dashboard its rule names, else the first of its platform, else the first page that
 * is no dashboard's, such as the list of alerts; none where the playlist has nothing to show for it.
 */
export function alarmedPages(pages: readonly PageSubject[], alerts: readonly WallAlert[]): ReadonlySet<number> {
  const found = alerts
    .filter(({ need }) => need === 'critical')
    .map(({ dashboard, platform }) => {
      const named = dashboard === null ? -1 : pages.findIndex((page) => page.dashboard === dashboard)
      if (named >= 0) return named
      const ofPlatform = platform === '' ? -1 : pages.findIndex((page) => page.platform === platform)
      return ofPlatform >= 0 ? ofPlatform : pages.findIndex((page) => page.dashboard === null)
    })
  return new Set(found.filter((index) => index >= 0))
}
