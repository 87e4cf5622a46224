import { FirstPicture, type PaintedPanels } from '~/features/dashboards/FirstPicture'
import type { FirstPage } from '~/features/dashboards/first-page'
import { delay } from '~/lib/delay'
import { drawPictures } from '~/ui/chart/ChartPicture'
import { paintInto } from '~/ui/first-picture/paint'
import { afterPaint } from './after-paint'
import type { EarlyServices } from './early-services'
import { MenuRoom, ShellFrame, TitleView } from './shell/ShellFrame'

/** An answer that is there within this time is worth waiting for: a frame without numbers would only delay them. */
const QUICK_MS = 80
/** While more answers come, those that are there are painted after so long: while the page paints it asks nothing. */
const AGAIN_MS = 400

/**
 * Paints the page before React has been read: when a panel has its answers, again while more come, and when all have. React's first
 * commit takes its place with the same markup. Resolves when that may begin; from `takenOver` on it paints no more.
 */
export async function paintFirstPage(
  root: Element,
  page: FirstPage,
  services: EarlyServices,
  takenOver: AbortSignal,
  onPainted: () => void,
): Promise<void> {
  // How a board fits a screen is decided by code that comes later.
  if (page.view.kiosk && page.view.autofitPanels && page.panel === null) return
  const painted: PaintedPanels = new Map()
  const paint = () => {
    if (takenOver.aborted) return
    const next = document.createElement('div')
    paintInto(next, <Picture page={page} services={services} painted={painted} />)
    for (const place of next.querySelectorAll<HTMLElement>('[data-painted]')) {
      const panel = root.querySelector(`[data-panel="${CSS.escape(place.dataset['painted'] ?? '')}"]`)
      if (panel !== null) place.replaceWith(panel)
    }
    root.replaceChildren(...next.childNodes)
    drawPictures()
  }
  let isWhole = false
  const whole = page.all.then(() => {
    isWhole = true
  })
  const first = page.some.catch(() => whole)
  const isSlow = await Promise.race([first, delay(QUICK_MS).then(() => true)])
  if (isSlow === true) {
    // The frame alone, so that a slow server is seen to be asked.
    paint()
    await first
  }
  paint()
  let drawn = page.answers.size
  await afterPaint()
  onPainted()
  while (!takenOver.aborted && (!isWhole || drawn < page.answers.size)) {
    if (!isWhole) await Promise.race([whole, delay(AGAIN_MS)])
    if (drawn === page.answers.size) continue
    paint()
    drawn = page.answers.size
    await afterPaint()
  }
}

interface PictureProps {
  readonly page: FirstPage
  readonly services: EarlyServices
  readonly painted: PaintedPanels
}

function Picture({ page, services: { clock, config }, painted }: PictureProps) {
  const { dashboard, panel, bare, view } = page
  const { scrapeIntervalMs } = config
  const picture = <FirstPicture {...{ page, nowMs: clock.nowMs(), scrapeIntervalMs, painted }} />
  if (bare) return picture
  const platform = config.platforms.find(({ id }) => id === dashboard.platform)?.title
  const title = (
    <TitleView
      title={panel?.title ?? dashboard.title}
      platform={platform}
      {...(panel !== null && { dashboard: dashboard.title })}
    />
  )
  return (
    <ShellFrame kiosk={view.kiosk} nav={null} menu={<MenuRoom />} title={title} controls={null}>
      {picture}
    </ShellFrame>
  )
}
