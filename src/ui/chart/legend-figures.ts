import { drawNoMore, writeSoon } from './draw-queue'
import { AT_LEAST, figureText, type LegendRow } from './LegendFrame'

/** Rows out of view may be so old, for who reads them and gives no sign of it: neither scroll, nor focus, nor a selection. */
const OUT_OF_VIEW_MS = 30_000
/** Rows beyond the edge that are written too, for the first notch of a scroll. */
const MARGIN = 1

/** The figures in the rows of a legend: at a refresh they change and nothing else does, so they are written past React. */
export interface LegendFigures {
  /** At once where the rows are new, else with the next pictures of the charts. */
  show(rows: readonly LegendRow[], unit: string, areNew: boolean): void
  destroy(): void
}

/**
 * Writes only where a figure differs, and at each refresh only the rows in view: each written figure is laid out and
 * painted, seen or not. The others follow when they are scrolled to, or some time later.
 */
export function createLegendFigures(body: HTMLElement): LegendFigures {
  const scroller = body.closest('table')?.parentElement ?? body
  let rows: readonly LegendRow[] = []
  let unit = ''
  /** First row in view and the one after the last; all until it was looked at. */
  let inView: readonly [number, number] = [0, Number.POSITIVE_INFINITY]
  let isBehind = false
  let wholeMs = 0

  function writeAll() {
    wholeMs = performance.now()
    isBehind = false
    for (let i = 0; i < rows.length; i++) writeRow(body, i, rows, unit)
  }

  function writeInView() {
    const [from, to] = inView
    if (isRead || (from === 0 && to >= rows.length) || performance.now() - wholeMs >= OUT_OF_VIEW_MS) return writeAll()
    isBehind = true
    for (let i = from; i < Math.min(to, rows.length); i++) writeRow(body, i, rows, unit)
  }

  function look() {
    const rowHeight = body.firstElementChild?.clientHeight ?? 0
    if (rowHeight === 0) return
    const { scrollTop, clientHeight } = scroller
    // The head stays above the rows.
    const end = scrollTop + clientHeight - body.offsetTop
    inView = [Math.max(0, Math.floor(scrollTop / rowHeight) - MARGIN), Math.ceil(end / rowHeight) + MARGIN]
    if (isBehind) writeAll()
  }

  /** Somebody reads rows whether or not they are in view, by keyboard, screen reader or to copy them: all are written at each refresh. */
  let isRead = false
  function read() {
    isRead = isReadNow()
    if (isRead && isBehind) writeAll()
  }

  function isReadNow() {
    if (scroller.contains(document.activeElement)) return true
    const selection = document.getSelection()
    return selection !== null && !selection.isCollapsed && selection.containsNode(body, true)
  }
  const ends = new AbortController()
  const { signal } = ends
  for (const type of ['focusin', 'focusout']) scroller.addEventListener(type, read, { signal })
  // Before what is copied is read.
  for (const type of ['selectionchange', 'copy']) document.addEventListener(type, read, { signal, capture: true })
  window.addEventListener('beforeprint', () => isBehind && writeAll(), { signal })

  // Both come before the paint that shows it, with the layout that they look at.
  const sizes = new ResizeObserver(look)
  sizes.observe(scroller)
  scroller.addEventListener('scroll', look, { passive: true, signal })

  return {
    show(nextRows, nextUnit, areNew) {
      rows = nextRows
      unit = nextUnit
      // A picture change for itself would cost the page as much as that of the lines.
      if (areNew) writeAll()
      else writeSoon(writeInView)
    },
    destroy() {
      drawNoMore(writeInView)
      sizes.disconnect()
      ends.abort()
    },
  }
}

function writeRow(body: Element, index: number, rows: readonly LegendRow[], unit: string) {
  const cells = body.children[index]?.children
  rows[index]?.cells.forEach((cell, j) => {
    const box = cells?.[j + 1]
    const figure = box?.firstElementChild
    if (!figure) return
    const text = figureText(cell, unit)
    writeText(figure, text)
    // Nobody says the sign as we mean it.
    const words = cell.atLeast ? text.replace(AT_LEAST, 'at least ') : null
    if (box.ariaLabel !== words) box.ariaLabel = words
  })
}

function writeText(node: Element, text: string) {
  const { firstChild } = node
  if (!(firstChild instanceof Text)) node.textContent = text
  else if (firstChild.data !== text) firstChild.data = text
}
