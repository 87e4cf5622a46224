import { AppLink, type AppLinkProps } from './AppLink'
import styles from './button.module.css'
import { classNames } from './class-names'

/** A link to another address of the app that looks like a button. */
export function LinkButton({ className, ...rest }: AppLinkProps) {
  return <AppLink {...rest} className={classNames(styles['button'], styles['outline'], className)} />
}
