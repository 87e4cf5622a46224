import { type ReactNode, useRef, useState } from 'react'
import { Button, type ButtonProps } from './Button'
import { LazyBoundary } from './LazyBoundary'
import { preloadable } from './preloadable'

const surface = preloadable(() => import('./PopoverSurface').then((module) => module.PopoverSurface))

export interface PopoverButtonProps extends Omit<ButtonProps, 'ref' | 'onClick' | 'content'> {
  /** Name of the popover for the ear. */
  readonly popupLabel: string
  /** What it shows; may suspend, so it can be a chunk of its own. */
  readonly content: (close: () => void) => ReactNode
  readonly align?: 'start' | 'center' | 'end'
  readonly popupClassName?: string
  /** Starts the download of the content: called when the pointer or the focus arrives. */
  readonly onPreload?: () => void
  /** Controls the popover from outside, for a shortcut that opens it. */
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
}

/** A button that opens a popover; the popover's code arrives with the first hover, focus or press. */
export function PopoverButton({
  popupLabel,
  content,
  align,
  popupClassName,
  onPreload,
  open: controlledOpen,
  onOpenChange,
  ...button
}: PopoverButtonProps) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [ownOpen, setOwnOpen] = useState(false)
  const open = controlledOpen ?? ownOpen
  const [wasOpened, setWasOpened] = useState(open)
  if (open && !wasOpened) setWasOpened(true)
  const setOpen = (next: boolean) => {
    setOwnOpen(next)
    onOpenChange?.(next)
  }
  const preload = () => {
    surface.preload()
    onPreload?.()
  }
  return (
    <>
      <Button
        {...button}
        ref={anchor}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => {
          preload()
          setOpen(!open)
        }}
      />
      {wasOpened && (
        <LazyBoundary
          onFault={() => {
            setOpen(false)
            setWasOpened(false)
          }}
        >
          <surface.Component
            open={open}
            onOpenChange={setOpen}
            anchor={anchor}
            label={popupLabel}
            {...(align !== undefined && { align })}
            {...(popupClassName !== undefined && { className: popupClassName })}
          >
            {content(() => setOpen(false))}
          </surface.Component>
        </LazyBoundary>
      )}
    </>
  )
}
