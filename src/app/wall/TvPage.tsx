import { lazy, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import type { Playlist, PlaylistPage } from '~/domain/config/config'
import { formatClock } from '~/domain/time/format-instant'
import { resolveTimeZone } from '~/domain/time/time-zone'
import type { DurationMs } from '~/domain/units-of-measure'
import { dashboardOfPath, whyUnknown } from '~/domain/wall/known-page'
import { readOverscan, searchOfPage } from '~/state/playlist-address'
import { useBrowserZone } from '~/state/use-browser-zone'
import { decodeView } from '~/state/view-codec'
import { viewDefaultsOf } from '~/state/view-defaults'
import { AppLink } from '~/ui/primitives/AppLink'
import { LazyBoundary } from '~/ui/primitives/LazyBoundary'
import { Toaster } from '~/ui/primitives/Toaster'
import { useAppServices } from '../app-services-context'
import { useDashboards } from '../shell/use-page'
import { useTheme } from '../theme/use-theme'
import { commandOf } from './remote-keys'
import { roundNote } from './round-note'
import { Stage } from './Stage'
import styles from './tv.module.css'
import { useRound } from './use-round'
import { useWallScreen } from './use-wall-screen'

const Telling = lazy(() => import('~/features/alerts/telling/Telling').then((module) => ({ default: module.Telling })))

/** `/tv/<playlist>`: the pages of a playlist in turn, on a screen that nobody touches. */
export function TvPage({ id }: { readonly id: string }) {
  const { config } = useAppServices()
  const playlist = config.playlists.find((each) => each.id === id)
  if (playlist !== undefined) return <Wall playlist={playlist} />
  return (
    <main className={styles['nothing']}>
      <title>No playlist · Lookout</title>
      <h1>There is no playlist "{id}"</h1>
      {config.playlists.length === 0 && <p>This installation has none: docs/wall.md says how one is written.</p>}
      {config.playlists.map((each) => (
        <AppLink key={each.id} to={`/tv/${each.id}`}>
          {each.title ?? each.id}
        </AppLink>
      ))}
    </main>
  )
}

function Wall({ playlist }: { readonly playlist: Playlist }) {
  const { config } = useAppServices()
  const { search } = useLocation()
  const { theme } = decodeView(new URLSearchParams(search))
  useTheme({ theme: theme ?? playlist.theme }, config)
  const root = useRef<HTMLDivElement>(null)
  const running = useRound(playlist, root)
  const { plan, shown, behind, nowMs } = running
  useRemote(playlist, running)
  const wake = useWallScreen()
  const [isTelling, setTelling] = useState(true)

  const skipped = playlist.pages.map(({ path }) => path).filter((path) => whyUnknown(path, config.dashboards) !== null)
  const intervalMs = useShownInterval(shown === null ? undefined : playlist.pages[shown])
  const note = roundNote(plan, nowMs, skipped)
  const overscan = readOverscan(search) ?? playlist.overscan ?? config.wall.overscan
  const drawn = [...new Set([shown, behind])].filter((index) => index !== null)
  return (
    <div ref={root}>
      {drawn.map((index) => {
        const page = playlist.pages[index]
        if (page === undefined) return null
        const location = { pathname: page.path, search: searchOfPage(page, playlist, true), hash: '' }
        return (
          <div key={index} data-page={index}>
            <Stage {...{ location, playlist, overscan, note, wake }} isShown={index === shown} />
          </div>
        )
      })}
      {shown === null && <Nothing playlist={playlist} untilMs={plan.untilMs} skipped={skipped} />}
      {isTelling && (
        <LazyBoundary onFault={() => setTelling(false)}>
          <Telling intervalMs={intervalMs} />
        </LazyBoundary>
      )}
      <Toaster />
    </div>
  )
}

/** How often the page on the screen asks. */
function useShownInterval(page: PlaylistPage | undefined): DurationMs {
  const { config } = useAppServices()
  const dashboards = useDashboards()
  const id = page && dashboardOfPath(page.path)
  const own = dashboards.find((each) => each.id === id)?.dashboard
  const refresh = page?.refresh ?? (own && viewDefaultsOf(own, config.refreshMs).refresh)
  return typeof refresh === 'number' ? refresh : config.refreshMs
}

/** Arrows, space and what remote controls send; Escape leads to the page itself, with all its controls. */
function useRemote(playlist: Playlist, { shown, command }: ReturnType<typeof useRound>): void {
  const navigate = useNavigate()
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const asked = commandOf(event)
    if (asked === null) return
    event.preventDefault()
    if (asked !== 'leave') return command(asked)
    const page = shown === null ? undefined : playlist.pages[shown]
    void navigate(page === undefined ? '/' : page.path + searchOfPage(page, playlist, false))
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

interface NothingProps {
  readonly playlist: Playlist
  readonly untilMs: number | null
  readonly skipped: readonly string[]
}

/** Outside of all hours, or of all pages. */
function Nothing({ playlist, untilMs, skipped }: NothingProps) {
  const { config } = useAppServices()
  const { timeZone } = resolveTimeZone(playlist.timeZone ?? config.timeZone, useBrowserZone())
  return (
    <main className={styles['nothing']}>
      <h1>{playlist.title ?? playlist.id}</h1>
      <p>
        {untilMs === null
          ? 'None of its pages can be shown.'
          : `Nothing is due until ${formatClock(untilMs, timeZone)}.`}
      </p>
      {skipped.length > 0 && <p>Skipped, because this installation does not have them: {skipped.join(', ')}</p>}
    </main>
  )
}
