import { useRef, useState } from 'react'
import { Button, type ButtonProps } from './Button'
import { LazyBoundary } from './LazyBoundary'
import type { MenuGroup } from './menu-entry'
import { preloadable } from './preloadable'

const surface = preloadable(() => import('./MenuSurface').then((module) => module.MenuSurface))

export interface MenuButtonProps extends Omit<ButtonProps, 'ref' | 'onClick'> {
  readonly menuLabel: string
  /** Asked while the menu is open, so that its lines can follow what they show. */
  readonly groups: () => readonly MenuGroup[]
  readonly align?: 'start' | 'center' | 'end'
}

/** A button that opens a menu; the menu's code arrives with the first hover, focus or press. */
export function MenuButton({ menuLabel, groups, align, ...button }: MenuButtonProps) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false)
  return (
    <>
      <Button
        {...button}
        ref={anchor}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={surface.preload}
        onFocus={surface.preload}
        onClick={() => {
          surface.preload()
          setWasOpened(true)
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
            label={menuLabel}
            groups={open ? groups() : []}
            {...(align !== undefined && { align })}
          />
        </LazyBoundary>
      )}
    </>
  )
}
