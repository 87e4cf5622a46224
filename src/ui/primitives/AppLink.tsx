import type { ComponentProps, MouseEvent } from 'react'
import { type To, useHref, useNavigate } from 'react-router-dom'

export interface AppLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  readonly to: To
}

/** A link to another address of the app, without a load. The router's own Link brings prefetching that nothing here uses. */
export function AppLink({ to, onClick, ...rest }: AppLinkProps) {
  const href = useHref(to)
  const navigate = useNavigate()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    // What the browser does by itself stays the browser's: a new tab, a download, another button.
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (event.defaultPrevented || !isPlain) return
    event.preventDefault()
    void navigate(to)
  }
  return <a {...rest} href={href} onClick={follow} />
}
