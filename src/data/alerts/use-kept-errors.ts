import { useRef } from 'react'

interface Asked {
  readonly data: unknown
  readonly error: Error | null
  readonly fetchStatus: string
}

/**
 * The error of each question, also while it is asked again: what was never answered has none meanwhile, and a page that forgets the
 * fault each time would blink.
 */
export function useKeptErrors(asked: readonly Asked[]): readonly (Error | null)[] {
  const kept = useRef<readonly (Error | null)[]>([])
  kept.current = asked.map(({ data, error, fetchStatus }, i) => {
    const isAskedAgain = data === undefined && error === null && fetchStatus !== 'idle'
    return isAskedAgain ? (kept.current[i] ?? null) : error
  })
  return kept.current
}
