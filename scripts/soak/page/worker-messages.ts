import type { Counts } from './objects'

/** What the soak test's own code in page and worker tell each other, beside what the app says. */
export type SoakMessage =
  | { readonly lookoutSoak: 'clock'; readonly nowMs: number; readonly leaks: readonly string[] }
  | { readonly lookoutSoak: 'ping' }
  | {
      readonly lookoutSoak: 'pong'
      readonly sizes: Counts
      readonly requests: number
      readonly faults: readonly string[]
    }

export function isSoakMessage(data: unknown): data is SoakMessage {
  return typeof data === 'object' && data !== null && 'lookoutSoak' in data
}
