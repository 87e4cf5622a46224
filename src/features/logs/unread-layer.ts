import type { UnixMs } from '~/domain/units-of-measure'
import type { ChartLayer } from '~/ui/chart/chart-overlay'

/** Between lines, and their width, in rem. */
const STEP_REM = 0.5
const LINE_REM = 0.0625

/** Hatches the time before a moment, so that no bar there is not taken for no lines. */
export function createUnreadLayer(untilMs: UnixMs): ChartLayer {
  return {
    under(ctx, { area, projection, theme, remPx }) {
      const end = projection.xAtZero + projection.xPerMs * untilMs
      const width = Math.min(area.width, end - area.left)
      if (width <= 0) return
      ctx.save()
      ctx.beginPath()
      ctx.rect(area.left, area.top, width, area.height)
      ctx.clip()
      ctx.strokeStyle = theme.faded('--text-faint', 0.4)
      ctx.lineWidth = Math.max(1, LINE_REM * remPx)
      ctx.beginPath()
      for (let x = area.left - area.height; x < area.left + width; x += STEP_REM * remPx) {
        ctx.moveTo(x, area.top + area.height)
        ctx.lineTo(x + area.height, area.top)
      }
      ctx.stroke()
      ctx.restore()
    },
  }
}
