import { LEAK_HOARD } from './leak-hoard'
import { toil } from './toil'

/** Plants what `?leak=M3` names, leaks and what else a page must not come to with time, at the doors that the page's own code goes through. What M5, M6 and M8 forget is asked where it would be done. */
export function plantLeaks(leaks: readonly string[], ask: (path: string) => void): { onTick(): void } {
  const has = (leak: string) => leaks.includes(leak)
  // M1: listeners on the page itself are never taken off.
  if (has('M1')) {
    document.removeEventListener = () => undefined
    window.removeEventListener = () => undefined
  }
  // M2: intervals go on after what they were for is gone.
  if (has('M2')) globalThis.clearInterval = () => undefined
  // M7: addresses of blobs are not given back.
  if (has('M7')) URL.revokeObjectURL = () => undefined
  let ticks = 0
  return {
    onTick() {
      ticks += 1
      // M4: something small of each refresh is kept, such as a history without an end: 8 KB.
      if (has('M4')) LEAK_HOARD.push(Array.from({ length: 1024 }, (_, i) => i + 0.5))
      // M9: a picture that no script's heap knows of: 256 KB of the process.
      if (has('M9')) LEAK_HOARD.push(picture())
      // M10: one question of five is asked twice.
      if (has('M10') && ticks % 5 === 0) ask('/prometheus/api/v1/query?query=soak_stats{n="4"}')
      // M11: a warning, once.
      if (has('M11') && ticks === 100) console.warn('planted')
      // M12: each refresh is a little more work than the last.
      if (has('M12')) toil(ticks / 2)
      // M13: what stands moves, by a pixel in fifty refreshes.
      if (has('M13')) document.querySelector('main')?.style.setProperty('padding-left', `${ticks / 50}px`)
    },
  }
}

function picture(): ImageBitmap {
  const canvas = new OffscreenCanvas(256, 256)
  const ctx = canvas.getContext('2d')
  if (ctx === null) throw new Error('There is no canvas.')
  ctx.fillStyle = `rgb(${LEAK_HOARD.length % 256} 9 9)`
  ctx.fillRect(0, 0, 256, 256)
  return canvas.transferToImageBitmap()
}
