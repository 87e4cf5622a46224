import type { BrowserContext } from '@playwright/test'

/** Sets the clock of a browser wrong: it runs on, from another time. */
export async function setWrong(context: BrowserContext, byMs: number): Promise<void> {
  await context.addInitScript((offsetMs) => {
    const True = Date
    class Wrong extends True {
      constructor(...args: readonly unknown[]) {
        if (args.length === 0) super(True.now() + offsetMs)
        else super(...(args as [number]))
      }
      static override now() {
        return True.now() + offsetMs
      }
    }
    Reflect.set(globalThis, 'Date', Wrong)
  }, byMs)
}
