import { parseConfigText } from '~/domain/config/parse'
import { reloadWithGuard } from '../faults/reload-guard'
import { reloadPage } from '../faults/reload-page'
import { type HealCause, type HealNote, planHeal, planLook, type Running, type Served } from './plan-heal'
import { probeSite } from './probe-site'

const CONFIG = `${import.meta.env.BASE_URL}config.json`
const NONE: HealNote = { kind: 'none' }

let note: HealNote = NONE
const listeners = new Set<() => void>()

/** What a reader is told of the server of this page, for useSyncExternalStore. */
export const healNote = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: (): HealNote => note,
}

function tell(next: HealNote): void {
  if (JSON.stringify(next) === JSON.stringify(note)) return
  note = next
  for (const listener of listeners) listener()
}

export interface SiteWatchOptions {
  /** The build that runs. */
  readonly build: string
  readonly isWall: () => boolean
  /** Calls back when a source that was away answers again; returns the undo. */
  readonly onRecovered: (listener: () => void) => () => void
}

/** Looks at the server of this page as `planLook` says and does what `planHeal` says, until the returned function is called. */
export function startSiteWatch({ build, isWall, onRecovered }: SiteWatchOptions): () => void {
  let lookedMs: number | null = Date.now()
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let reloading: ReturnType<typeof setTimeout> | undefined
  let isLooking = false
  let isRunning = true
  // What the browser kept of the file that this page was made from.
  const first = fetchConfig('force-cache')

  function notify(cause: HealCause): void {
    if (!isRunning || isLooking) return
    clearTimeout(timer)
    const visible = document.visibilityState === 'visible'
    const facts = { nowMs: Date.now(), lookedMs, visible, kiosk: isWall(), failures, random: Math.random() }
    const { look: isDue, waitMs } = planLook(facts, cause)
    if (isDue) void look()
    else if (waitMs !== null) timer = setTimeout(() => notify('timer'), waitMs)
  }

  async function look(): Promise<void> {
    isLooking = true
    const site = await probeSite(isWall())
    const config = site.kind === 'here' ? await fetchConfig('no-cache') : null
    const running: Running = { build, config: await first }
    isLooking = false
    if (!isRunning) return
    lookedMs = Date.now()
    failures = site.kind === 'away' ? failures + 1 : 0
    act(running, { site, config })
    const visible = document.visibilityState === 'visible'
    const facts = { nowMs: lookedMs, lookedMs: null, visible, kiosk: isWall(), failures, random: Math.random() }
    const { waitMs } = planLook(facts, 'timer')
    if (waitMs !== null) timer = setTimeout(() => notify('timer'), waitMs)
  }

  function act(running: Running, served: Served): void {
    const plan = planHeal(running, served, isWall(), Math.random())
    // While the server is away the last thing that it said still holds.
    if (served.site.kind !== 'away') tell(plan.reload !== null && plan.note.kind === 'newer' ? NONE : plan.note)
    clearTimeout(reloading)
    const { reload } = plan
    if (reload === null) return
    // Behind a sign-in there is no page to look at before.
    const load = served.site.kind === 'signIn' ? reloadWithGuard : reloadPage
    reloading = setTimeout(() => void load(reload), plan.afterMs)
  }

  const onVisible = () => notify(document.visibilityState === 'visible' ? 'shown' : 'timer')
  const onShown = () => notify('shown')
  document.addEventListener('visibilitychange', onVisible)
  document.addEventListener('resume', onShown)
  window.addEventListener('pageshow', onShown)
  window.addEventListener('online', onShown)
  const unlisten = onRecovered(() => notify('recovered'))
  notify('timer')
  return () => {
    isRunning = false
    clearTimeout(timer)
    clearTimeout(reloading)
    unlisten()
    document.removeEventListener('visibilitychange', onVisible)
    document.removeEventListener('resume', onShown)
    window.removeEventListener('pageshow', onShown)
    window.removeEventListener('online', onShown)
  }
}

/** Text of the configuration; null where it is not there, or cannot be used. */
async function fetchConfig(cache: RequestCache): Promise<string | null> {
  try {
    const answer = await fetch(CONFIG, { cache, credentials: 'same-origin', signal: AbortSignal.timeout(10_000) })
    const text = answer.ok ? await answer.text() : ''
    return (await parseConfigText(text)).ok ? text : null
  } catch {
    return null
  }
}
