import { BellOff } from 'lucide-react'
import { useState } from 'react'
import { matchersOf } from '~/domain/alerts/silencing'
import type { Labels } from '~/domain/series/frame'
import { IconButton } from '~/ui/primitives/IconButton'
import { LazyBoundary } from '~/ui/primitives/LazyBoundary'
import { preloadable } from '~/ui/primitives/preloadable'

const dialog = preloadable(() => import('./SilenceDialog').then((module) => module.SilenceDialog))

export interface SilenceButtonProps {
  readonly labels: Labels
  /** Why nothing can be silenced now; null where it can. A list asks `whyNot` once for all its rows. */
  readonly why: string | null
}

/** Silences the alert with these labels, once its form has said what that hides. */
export function SilenceButton({ labels, why }: SilenceButtonProps) {
  const [open, setOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false)
  return (
    <>
      <IconButton
        look="quiet"
        label={why === null ? 'Silence this alert' : `This alert cannot be silenced. ${why}`}
        disabled={why !== null && !open}
        aria-haspopup="dialog"
        onPointerEnter={dialog.preload}
        onFocus={dialog.preload}
        onClick={() => {
          dialog.preload()
          setWasOpened(true)
          setOpen(true)
        }}
      >
        <BellOff size="0.875rem" aria-hidden />
      </IconButton>
      {wasOpened && (
        <LazyBoundary
          onFault={() => {
            setOpen(false)
            setWasOpened(false)
          }}
        >
          <dialog.Component open={open} onOpenChange={setOpen} matchers={matchersOf(labels)} />
        </LazyBoundary>
      )}
    </>
  )
}
