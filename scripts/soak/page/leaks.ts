import { LEAK_HOARD } from './leak-hoard'

/** Plants what `?leak=M3` names, at the doors that the page's own code goes through. What M5, M6 and M8 forget is asked where it would be done. */
export function plantLeaks(leaks: readonly string[]): { onTick(): void } {
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
  return {
    onTick() {
      // M4: something small of each refresh is kept, such as a history without an end: 8 KB.
      if (has('M4')) LEAK_HOARD.push(Array.from({ length: 1024 }, (_, i) => i + 0.5))
      // M9: a picture that no script's heap knows of: 256 KB of the process.
      if (has('M9')) LEAK_HOARD.push(picture())
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
