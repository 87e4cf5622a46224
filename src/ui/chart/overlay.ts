import styles from './chart.module.css'
import type { Plot } from './plot'

const MAX_DOTS = 24

/** Marks over the canvas: crosshair, dots on the lines, the span that is dragged. Moved by transforms alone. */
export interface Overlay {
  readonly root: HTMLElement
  place(plot: Plot): void
  showLine(x: number): void
  /** One dot a series, in its colour; more than 24 series get none. */
  showDots(dots: readonly { readonly x: number; readonly y: number; readonly colour: string }[]): void
  hide(): void
  select(fromX: number, toX: number): void
  unselect(): void
}

function child(parent: HTMLElement, className: string | undefined): HTMLElement {
  const node = document.createElement('div')
  if (className !== undefined) node.className = className
  node.hidden = true
  parent.append(node)
  return node
}

/** Makes the overlay of one chart within `host`, which must be positioned. */
export function createOverlay(host: HTMLElement): Overlay {
  const root = document.createElement('div')
  root.className = styles['over'] ?? ''
  host.append(root)
  const line = child(root, styles['crosshair'])
  const selection = child(root, styles['selection'])
  const dots: HTMLElement[] = []
  let placed = ''
  return {
    root,
    place(plot) {
      const { left, top, width, height } = plot.area()
      const key = `${left},${top},${width},${height}`
      if (key === placed) return
      placed = key
      root.style.left = `${left}px`
      root.style.top = `${top}px`
      root.style.width = `${width}px`
      root.style.height = `${height}px`
    },
    showLine(x) {
      line.hidden = false
      line.style.transform = `translateX(${x.toFixed(1)}px)`
    },
    showDots(at) {
      const shown = at.length > MAX_DOTS ? [] : at
      shown.forEach((dot, i) => {
        const node = dots[i] ?? child(root, styles['dot'])
        dots[i] = node
        node.hidden = false
        node.style.transform = `translate(${dot.x.toFixed(1)}px, ${dot.y.toFixed(1)}px)`
        node.style.background = dot.colour
      })
      for (const spare of dots.slice(shown.length)) spare.hidden = true
    },
    hide() {
      line.hidden = true
      for (const dot of dots) dot.hidden = true
    },
    select(fromX, toX) {
      selection.hidden = false
      selection.style.transform = `translateX(${Math.min(fromX, toX).toFixed(1)}px)`
      selection.style.width = `${Math.abs(toX - fromX).toFixed(1)}px`
    },
    unselect() {
      selection.hidden = true
    },
  }
}
