import { FirstPicture } from '~/features/dashboards/FirstPicture'
import type { FirstPage } from '~/features/dashboards/first-page'
import { drawPictures } from '~/ui/chart/ChartPicture'
import { paintInto } from '~/ui/first-picture/paint'
import type { EarlyServices } from './early-services'
import { ShellFrame, TitleView } from './shell/ShellFrame'

/** An answer that is there within this time is worth waiting for: a frame without numbers would only delay them. */
const QUICK_MS = 80

/**
 * Paints the page before React has been read: once when a panel has its answers, and again when all have. React's first
 * commit takes its place with the same markup. Resolves when that may begin; from `takenOver` on it paints no more.
 */
export async function paintFirstPage(
  root: Element,
  page: FirstPage,
  services: EarlyServices,
  takenOver: AbortSignal,
  onPainted: () => void,
): Promise<void> {
  const paint = () => {
    if (takenOver.aborted) return
    root.textContent = ''
    paintInto(root, <Picture page={page} services={services} />)
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
  const wasWhole = isWhole
  await painted()
  onPainted()
  await whole
  if (wasWhole) return
  paint()
  await painted()
}

interface PictureProps {
  readonly page: FirstPage
  readonly services: EarlyServices
}

function Picture({ page, services: { clock, config } }: PictureProps) {
  const { dashboard, panel, bare, view } = page
  const picture = <FirstPicture page={page} nowMs={clock.nowMs()} scrapeIntervalMs={config.scrapeIntervalMs} />
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
    <ShellFrame kiosk={view.kiosk} nav={null} menu={null} title={title} controls={null}>
      {picture}
    </ShellFrame>
  )
}

/** After the next frame was painted, and at once where the page is hidden and paints none. */
function painted(): Promise<void> {
  if (document.hidden) return Promise.resolve()
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve()
      port2.postMessage(null)
    })
  })
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
