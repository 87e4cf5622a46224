import type { Answered } from '~/data/alerts/early-alerts'
import { CONDITION_PARAMS } from '~/domain/alerts/condition-params'
import type { AlertRule } from '~/domain/alerts/model'
import type { Config } from '~/domain/config/config'
import { FirstAlerts } from '~/features/alerts/FirstAlerts'
import { groupingOf } from '~/features/alerts/groupings'
import { delay } from '~/lib/delay'
import { paintInto } from '~/ui/first-picture/paint'
import { afterPaint } from './after-paint'
import { MenuRoom, OwnTitle, ShellFrame } from './shell/ShellFrame'

/** An answer that is there within this time is worth waiting for: a frame without alerts would only delay them. */
const QUICK_MS = 80

export interface FirstAlertsOptions {
  readonly config: Config
  /** What is asked of Prometheus. */
  readonly rules: Promise<Answered<readonly AlertRule[]>>
  /** Of the address. */
  readonly search: string
  /** React has begun: nothing is painted any more. */
  readonly takenOver: AbortSignal
}

/** Paints the list of alerts before React has been read. Resolves when it is painted, or when React must tell why there is none. */
export async function paintFirstAlerts(root: Element, options: FirstAlertsOptions): Promise<void> {
  const { config, rules, search, takenOver } = options
  const params = new URLSearchParams(search)
  const [conditions, group] = [await conditionsOf(params), groupingOf(params)]
  const paint = (told: Answered<readonly AlertRule[]> | null) => {
    if (takenOver.aborted) return
    const next = document.createElement('div')
    paintInto(
      next,
      <ShellFrame kiosk={false} nav={null} menu={<MenuRoom />} title={<OwnTitle title="Alerts" />} controls={null}>
        <FirstAlerts {...{ told, group, conditions, config, heightPx: window.innerHeight }} />
      </ShellFrame>,
    )
    root.replaceChildren(...next.childNodes)
    roundHeights(root)
  }
  const isSlow = await Promise.race([rules.then(() => false), delay(QUICK_MS).then(() => true)])
  if (isSlow) paint(null)
  paint(await rules)
  await afterPaint()
}

/** The living list measures its lines by whole pixels. */
function roundHeights(root: Element): void {
  const lines = [...root.querySelectorAll<HTMLElement>('[data-line]')]
  const heights = lines.map((line) => line.getBoundingClientRect().height)
  for (const [i, line] of lines.entries()) {
    const height = heights[i] ?? 0
    if (!Number.isInteger(height)) line.style.height = `${Math.round(height)}px`
  }
}

/** What reads conditions is as large as the rest of the picture, and few addresses have one. */
async function conditionsOf(params: URLSearchParams) {
  if (!CONDITION_PARAMS.some((name) => params.has(name))) return []
  const { conditionsOf, readCondition } = await import('~/domain/alerts/alert-query')
  return conditionsOf(params).map(readCondition)
}
