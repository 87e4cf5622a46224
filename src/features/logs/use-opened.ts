import { useCallback, useState } from 'react'

export interface Opened {
  readonly ids: ReadonlySet<string>
  readonly has: (id: string) => boolean
  /** Opens what is closed, and the other way round. */
  readonly toggle: (id: string) => void
  readonly open: (id: string) => void
}

/** Which lines are open, by their ids: it outlives rows that scroll out of view. */
export function useOpened(): Opened {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback((id: string) => {
    setOpened((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }, [])
  const open = useCallback((id: string) => setOpened((before) => new Set(before).add(id)), [])
  return { ids: opened, has: (id) => opened.has(id), toggle, open }
}
