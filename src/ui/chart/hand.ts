/** Where a pointer is: CSS pixels within the plotting area and within the viewport. */
export interface HandAt {
  readonly x: number
  readonly y: number
  readonly clientX: number
  readonly clientY: number
}

/** What pointer and keys mean to a chart. */
export interface HandActions {
  hover(at: HandAt): void
  leave(): void
  drag(fromX: number, toX: number): void
  /** `toX` is null where the drag was given up. */
  dragEnd(fromX: number, toX: number | null): void
  back(): void
  /** Moves the crosshair by points; infinite for the first and the last. */
  step(by: number): void
}

/** Pixels a pointer must travel before it drags. */
const DRAG_SLOP = 5

/** Listens to pointer on `area` and keys on `host`; returns how to stop. Touch scrubs the crosshair, a mouse may drag to zoom. */
export function listenToHand(host: HTMLElement, area: HTMLElement, actions: HandActions): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let box: DOMRect | null = null
  let downX: number | null = null
  let dragging = false

  // Reading the box forces a layout, so it is kept until something may have moved it.
  const forgetBox = () => {
    box = null
  }
  const at = (event: PointerEvent): HandAt => {
    box ??= area.getBoundingClientRect()
    const { clientX, clientY } = event
    const x = Math.min(Math.max(clientX - box.left, 0), box.width)
    return { x, y: clientY - box.top, clientX, clientY }
  }
  const endDrag = (toX: number | null) => {
    if (dragging && downX !== null) actions.dragEnd(downX, toX)
    downX = null
    dragging = false
  }

  const on = <K extends keyof HTMLElementEventMap>(
    target: HTMLElement,
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ) => target.addEventListener(type, listener, { signal })

  on(area, 'pointerenter', forgetBox)
  on(area, 'pointermove', (event) => {
    const where = at(event)
    if (downX !== null && event.pointerType === 'mouse') {
      if (!dragging && Math.abs(where.x - downX) >= DRAG_SLOP) {
        dragging = true
        area.setPointerCapture(event.pointerId)
      }
      if (dragging) actions.drag(downX, where.x)
    }
    actions.hover(where)
  })
  on(area, 'pointerdown', (event) => {
    forgetBox()
    const where = at(event)
    if (event.pointerType !== 'mouse') actions.hover(where)
    else if (event.button === 0) downX = where.x
  })
  on(area, 'pointerup', (event) => endDrag(at(event).x))
  on(area, 'pointercancel', () => {
    endDrag(null)
    actions.leave()
  })
  on(area, 'pointerleave', () => {
    if (!dragging) {
      downX = null
      actions.leave()
    }
  })
  on(area, 'dblclick', () => actions.back())
  addEventListener('scroll', forgetBox, { signal, capture: true, passive: true })
  addEventListener('resize', forgetBox, { signal, passive: true })

  on(host, 'blur', () => actions.leave())
  on(host, 'keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const leap = event.shiftKey ? 10 : 1
    if (event.key === 'ArrowLeft') actions.step(-leap)
    else if (event.key === 'ArrowRight') actions.step(leap)
    else if (event.key === 'Home') actions.step(Number.NEGATIVE_INFINITY)
    else if (event.key === 'End') actions.step(Number.POSITIVE_INFINITY)
    else if (event.key === 'Escape' && dragging) endDrag(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  })

  return () => stop.abort()
}
