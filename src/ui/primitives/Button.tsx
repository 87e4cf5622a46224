import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names'

export type ButtonLook = 'outline' | 'quiet' | 'primary'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: ButtonLook
}

/** A button that never submits by accident. */
export function Button({ look = 'outline', className, type = 'button', ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={classNames(styles['button'], styles[look], className)} />
}
