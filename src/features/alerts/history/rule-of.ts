import type { Episode } from '~/domain/alerts/history'
import type { AlertRule } from '~/domain/alerts/model'
import { carriedSearch } from '~/domain/links/carried-search'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { searchAround } from '../alert-links'

/** What is shown of a panel before and after an episode, at least. */
const LEAST_MARGIN_MS: DurationMs = 15 * 60_000

/** The labels that a rule puts on all its alerts. What a template makes of a series only the server knows. */
export function fixedLabels({ labels }: Pick<AlertRule, 'labels'>): readonly (readonly [string, string])[] {
  return [...labels].filter(([, value]) => value !== '' && !value.includes('{{'))
}

/** The rule that an alert is of: by its name, and what rules of one name say of their labels. */
export function ruleOfAlert(rules: readonly AlertRule[], labels: Labels): AlertRule | undefined {
  return rules.find(
    (rule) =>
      rule.name === labels.get('alertname') && fixedLabels(rule).every(([label, value]) => labels.get(label) === value),
  )
}

/** The search of a panel's address around an episode, with as much before and after it as it is long. */
export function searchAroundEpisode(episode: Pick<Episode, 'fromMs' | 'toMs'>, nowMs: UnixMs, search: string): string {
  return searchAround(episode, Math.max(LEAST_MARGIN_MS, episode.toMs - episode.fromMs), nowMs, search)
}

/** Address at which a rule is tried. */
export function tryPath({ name, group }: Pick<AlertRule, 'name' | 'group'>, search: string): string {
  const params = new URLSearchParams(carriedSearch(search))
  for (const end of ['from', 'to']) params.delete(end)
  params.set('rule', name)
  params.set('group', group)
  return `/alerts/try?${params}`
}
