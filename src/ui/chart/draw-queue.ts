/** Pictures a task: a refresh of many charts lets a hand in between, one of a usual page is a single picture change. */
const DRAWS_A_TASK = 6

const waiting = new Set<() => void>()
let frame = 0
let channel: MessageChannel | null = null

/**
 * Draws after the next frame, once however often it is asked for until then, and not while the page is hidden.
 */
export function drawSoon(draw: () => void): void {
  waiting.add(draw)
  if (frame === 0) frame = requestAnimationFrame(drawNext)
}

/** Takes back what was asked for. */
export function drawNoMore(draw: () => void): void {
  waiting.delete(draw)
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
  const draws = [...waiting].slice(0, DRAWS_A_TASK)
  for (const draw of draws) waiting.delete(draw)
  if (waiting.size > 0) drawNext()
  else frame = 0
  for (const draw of draws) draw()
}
