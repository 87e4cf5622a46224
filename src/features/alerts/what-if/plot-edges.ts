import type { ChartLayer } from '~/ui/chart/chart-overlay'

/**
 * Draws nothing: it tells the element around a chart where the chart's plot begins and ends, as `--plot-left` and `--plot-right`
 * in pixels, so that what stands below it can have the same time at the same place.
 */
export const PLOT_EDGES: ChartLayer = {
  over({ canvas }, { area }) {
    const host = canvas.closest<HTMLElement>('[data-plot-host]')
    if (host === null || canvas.clientWidth === 0) return
    const ratio = canvas.width / canvas.clientWidth
    host.style.setProperty('--plot-left', `${area.left / ratio}px`)
    host.style.setProperty('--plot-right', `${(canvas.width - area.left - area.width) / ratio}px`)
  },
}
