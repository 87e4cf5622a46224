/** A task draws for so long: a refresh of many charts lets a hand in between, one of a usual page is a single picture change. */
const TASK_MS = 16

const pictures = new Set<() => void>()
const texts = new Set<() => void>()
let isAsked = false
let channel: MessageChannel | null = null

/**
 * Draws before the next frame, once however often it is asked for until then, and not while the page is hidden.
 */
export function drawSoon(draw: () => void): void {
  pictures.add(draw)
  begin()
}

/** The same for what changes the page's elements, after the pictures: text on a canvas has the browser look at them first. */
export function writeSoon(write: () => void): void {
  texts.add(write)
  begin()
}

function begin() {
  if (isAsked) return
  isAsked = true
  // A frame for nothing but its beginning would cost a refresh a tenth. A hidden page has none until it is seen again.
  if (document.hidden) requestAnimationFrame(drawNext)
  else drawNext()
}

/** Takes back what was asked for. */
export function drawNoMore(draw: () => void): void {
  pictures.delete(draw)
  texts.delete(draw)
}

function drawNext() {
  if (channel === null) {
    channel = new MessageChannel()
    channel.port1.onmessage = drawSome
  }
  // Unlike a timeout, a message does not wait.
  channel.port2.postMessage(null)
}

function drawSome() {
  const untilMs = performance.now() + TASK_MS
  try {
    for (const draw of inTurn()) {
      draw()
      if (performance.now() >= untilMs) break
    }
  } finally {
    // Also after one that failed: the others are none the worse.
    if (pictures.size + texts.size > 0) drawNext()
    else isAsked = false
  }
}

function* inTurn() {
  for (const queue of [pictures, texts]) {
    for (const draw of queue) {
      queue.delete(draw)
      yield draw
    }
  }
}
