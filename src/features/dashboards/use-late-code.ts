import { useEffect, useState } from 'react'
import type { LateCode } from '~/lib/late-code'

/**
 * Code that comes late, null until it is there or where none is wanted; throws where it cannot be had. Not by Suspense: React
 * shows what was suspended 300 ms after the last such moment at the earliest, and the numbers are there sooner.
 */
export function useLateCode<Code>(wanted: LateCode<Code> | null): Code | null {
  const [failure, setFailure] = useState<unknown>(null)
  const [, setLoaded] = useState<LateCode<Code> | null>(null)
  const code = wanted?.loaded()
  const missing = code === undefined ? wanted : null
  useEffect(() => {
    if (missing === null) return
    let isWanted = true
    missing.load().then(
      () => isWanted && setLoaded(missing),
      (error: unknown) => isWanted && setFailure(error),
    )
    return () => {
      isWanted = false
    }
  }, [missing])
  if (failure !== null) throw failure
  return code ?? null
}
