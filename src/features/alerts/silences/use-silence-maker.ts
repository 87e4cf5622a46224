import { useEffect, useRef, useState } from 'react'
import { makeSilence } from '~/data/alerts/make-silence'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { SilenceDraft } from '~/domain/alerts/model'
import { fieldOfRefusal, type SilenceField } from '~/domain/alerts/silencing'
import { showToast } from '~/ui/primitives/toast'

export interface MakerFault {
  /** Null where it is about the whole. */
  readonly field: SilenceField | null
  readonly message: string
}

export interface SilenceMaker {
  readonly isBusy: boolean
  readonly fault: MakerFault | null
  /** Set while nobody knows what became of this draft: it is asked for again, never posted with another end. */
  readonly unsure: SilenceDraft | null
  /** Gives the id; null where it was not made, or nobody looks any more. While one is under way a second call does nothing. */
  readonly make: (draft: SilenceDraft) => Promise<string | null>
  /** What was written has changed: what the last attempt said counts no more. */
  readonly forget: () => void
}

/** Makes silences one at a time, each once. */
export function useSilenceMaker(store: AlertStore | undefined): SilenceMaker {
  const [isBusy, setIsBusy] = useState(false)
  const [fault, setFault] = useState<MakerFault | null>(null)
  const [unsure, setUnsure] = useState<SilenceDraft | null>(null)
  // State comes too late for the second click of a double click.
  const underWay = useRef(false)
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  return {
    isBusy,
    fault,
    unsure,
    async make(draft) {
      if (store === undefined || underWay.current) return null
      underWay.current = true
      setIsBusy(true)
      setFault(null)
      // Leaving the page does not take back what is sent, so it is not aborted either.
      const { signal } = new AbortController()
      const result = await makeSilence(store, draft, { again: unsure === draft, signal })
      underWay.current = false
      setIsBusy(false)
      setUnsure(result.kind === 'unknown' ? draft : null)
      if (result.kind === 'made') {
        showToast(result.late ? 'No answer came in time, but the silence was made.' : 'The silence was made.')
        return isHere.current ? result.id : null
      }
      const { message } = result.error
      if (!isHere.current) showToast(`The silence was not made: ${message}`, 'fault')
      if (result.kind === 'refused') setFault({ field: fieldOfRefusal(message), message })
      else setFault({ field: null, message: `${message} ${unsureWords(store.title, result.looked)}` })
      return null
    },
    forget() {
      setFault(null)
      setUnsure(null)
    },
  }
}

function unsureWords(title: string, looked: boolean): string {
  return looked
    ? `The silence is not among those of ${title}, so it seems not to have been made. Trying again looks once more before it asks.`
    : `Whether the silence was made is not known, for ${title} does not tell its silences either. Trying again looks for it first.`
}
