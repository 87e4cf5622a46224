import type { ReactNode } from 'react'
import { Button, type ButtonProps } from './Button'
import styles from './button.module.css'
import { classNames } from './class-names'

export interface IconButtonProps extends Omit<ButtonProps, 'aria-label' | 'children' | 'title'> {
  /** What it does, for the ear and as the tooltip. */
  readonly label: string
  /** The keys that do the same, added to the tooltip. */
  readonly shortcut?: string
  readonly children: ReactNode
}

export function IconButton({ label, shortcut, className, children, ...rest }: IconButtonProps) {
  const title = shortcut === undefined ? label : `${label} (${shortcut})`
  return (
    <Button {...rest} aria-label={label} title={title} className={classNames(styles['icon'], className)}>
      {children}
    </Button>
  )
}
