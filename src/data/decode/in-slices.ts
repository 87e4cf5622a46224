import type { DurationMs } from '~/domain/units-of-measure'

/** A frame has 16 ms, and the page has more to do in it. */
const SLICE_MS: DurationMs = 8
/** Items between two looks at the clock. */
const LOOK_EVERY = 50

/** Does something for 0 to `count - 1`, which may be thousands, a few milliseconds at a time: the page reacts in between. */
export async function eachInSlices(count: number, act: (index: number) => void): Promise<void> {
  let beganMs = performance.now()
  for (let i = 0; i < count; i++) {
    if (i % LOOK_EVERY === LOOK_EVERY - 1 && performance.now() - beganMs > SLICE_MS) {
      await nextTask()
      beganMs = performance.now()
    }
    act(i)
  }
}

/** Not by a timer, which a hidden page gets once a second. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
