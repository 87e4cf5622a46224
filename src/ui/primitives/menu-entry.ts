import type { ReactNode } from 'react'

/** One line of a menu. `checked` makes it a choice of which one is taken. */
export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly icon?: ReactNode
  /** A few words at the right, such as the current value or a size. */
  readonly hint?: string
  readonly checked?: boolean
  readonly disabled?: boolean
  readonly onSelect: () => void
}

export interface MenuGroup {
  readonly id: string
  readonly label?: string
  readonly items: readonly MenuItem[]
}
