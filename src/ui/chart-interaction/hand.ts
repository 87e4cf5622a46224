/** Where a pointer is: CSS pixels from the chart's corner and within the viewport. */
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
  dragEnd(fromX: number, toX: number | null, withShift: boolean): void
  back(): void
  /** Moves the crosshair by points; infinite for the first and the last. */
  step(by: number): void
}

/** Pixels a pointer must travel before it drags. */
const DRAG_SLOP = 5

/** Reads what pointer and keys do on a chart. */
export interface Hand {
  read(event: Event): void
  destroy(): void
}

/** Makes sense of the events of `host`. Touch scrubs the crosshair, a mouse may drag to zoom. */
export function createHand(host: HTMLElement, actions: HandActions): Hand {
  const stop = new AbortController()
  let box: DOMRect | null = null
  let downX: number | null = null
  let dragging = false

  // Reading the box forces a layout, so it is kept until something may have moved it.
  const forgetBox = () => {
    box = null
  }
  addEventListener('scroll', forgetBox, { signal: stop.signal, capture: true, passive: true })
  addEventListener('resize', forgetBox, { signal: stop.signal, passive: true })

  const at = (event: PointerEvent): HandAt => {
    box ??= host.getBoundingClientRect()
    const { clientX, clientY } = event
    const x = Math.min(Math.max(clientX - box.left, 0), box.width)
    return { x, y: clientY - box.top, clientX, clientY }
  }
  const endDrag = (toX: number | null, withShift = false) => {
    if (dragging && downX !== null) actions.dragEnd(downX, toX, withShift)
    downX = null
    dragging = false
  }

  function readPointer(event: PointerEvent) {
    if (event.type === 'pointerenter') forgetBox()
    else if (event.type === 'pointermove') {
      const where = at(event)
      if (downX !== null && event.pointerType === 'mouse') {
        if (!dragging && Math.abs(where.x - downX) >= DRAG_SLOP) {
          dragging = true
          host.setPointerCapture(event.pointerId)
        }
        if (dragging) actions.drag(downX, where.x)
      }
      actions.hover(where)
    } else if (event.type === 'pointerdown') {
      forgetBox()
      const where = at(event)
      if (event.pointerType !== 'mouse') actions.hover(where)
      else if (event.button === 0) downX = where.x
    } else if (event.type === 'pointerup') endDrag(at(event).x, event.shiftKey)
    else if (event.type === 'pointercancel') {
      endDrag(null)
      actions.leave()
    } else if (event.type === 'pointerleave' && !dragging) {
      downX = null
      actions.leave()
    }
  }

  function readKey(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const leap = event.shiftKey ? 10 : 1
    if (event.key === 'ArrowLeft') actions.step(-leap)
    else if (event.key === 'ArrowRight') actions.step(leap)
    else if (event.key === 'Home') actions.step(Number.NEGATIVE_INFINITY)
    else if (event.key === 'End') actions.step(Number.POSITIVE_INFINITY)
    else if (event.key === 'Escape' && dragging) {
      endDrag(null)
      event.preventDefault()
      event.stopPropagation()
    }
  }

  return {
    read(event) {
      if (event instanceof PointerEvent && event.type.startsWith('pointer')) readPointer(event)
      else if (event instanceof KeyboardEvent) readKey(event)
      else if (event.type === 'dblclick') actions.back()
      else if (event.type === 'blur') actions.leave()
    },
    destroy: () => stop.abort(),
  }
}
