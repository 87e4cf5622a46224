import { useEffect, useState } from 'react'

/**
 * What a promise brought, once for each `ask`: keep that the same while the question is. Undefined until the first answer; then the
 * last one stays until the next. Undefined is no answer, and what comes after the asker has gone or asked anew is dropped.
 */
export function useAsked<Answer>(ask: () => Promise<Answer | undefined>): Answer | undefined {
  const [answer, setAnswer] = useState<Answer | undefined>(undefined)
  useEffect(() => {
    let isCurrent = true
    void ask().then((found) => isCurrent && found !== undefined && setAnswer(() => found))
    return () => {
      isCurrent = false
    }
  }, [ask])
  return answer
}
