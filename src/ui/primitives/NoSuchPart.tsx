import parts from '~/ui/parts.module.css'
import { AppLink } from './AppLink'
import { classNames } from './class-names'

export interface NoSuchPartProps {
  /** Where the parts that exist are, and what they are called. */
  readonly to: string
  readonly title: string
}

/** For an address below one that is known, which names nothing. */
export function NoSuchPart({ to, title }: NoSuchPartProps) {
  return (
    <div className={classNames(parts['nothing'], parts['stack'])}>
      <p>This address names no page of Lookout.</p>
      <AppLink to={to}>{title}</AppLink>
    </div>
  )
}
