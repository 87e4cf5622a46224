import type { ReactNode } from 'react'
import { displayText } from '~/lib/display-text'
import { safeUrl } from '~/lib/safe-url'
import { AppLink } from '~/ui/primitives/AppLink'

/** Only to tell paths of the app from other addresses; nothing is ever asked there. */
const APP = 'https://lookout.invalid'

interface SafeLinkProps {
  /** From outside: an address, or a path of Lookout that begins with `/`. */
  readonly url: string
  readonly className?: string | undefined
  /** Shown where the address is refused; `children` alone where it is left out. */
  readonly refused?: ReactNode
  readonly children: ReactNode
}

/** A link that somebody else wrote: literal text where the address is not fit for one, and it tells where it leads. */
export function SafeLink({ url, className, refused, children }: SafeLinkProps) {
  const safe = safeUrl(url, APP)
  if (safe === null) return refused ?? children
  if (safe.host === new URL(APP).host) {
    // A full address may name that host, but a path of the app begins with one slash.
    if (!/^ *\//.test(url)) return refused ?? children
    return (
      <AppLink className={className} to={safe.href.slice(APP.length)}>
        {children}
      </AppLink>
    )
  }
  return (
    <>
      <a
        className={className}
        href={safe.href}
        target="_blank"
        rel="noopener noreferrer"
        title={displayText(safe.href)}
      >
        {children}
      </a>
      {safe.hadCredentials ? ` (leads to ${safe.host})` : null}
    </>
  )
}
