import { withCount } from './title-count'

/** The mark of the app with a dot in the colour of the worst alert; the colours of the dark theme, which browsers' tabs suit. */
const ICONS = { critical: '/icon-critical.svg', warning: '/icon-warning.svg' } as const

export interface TabBadge {
  readonly count: number
  /** False where the count is old, or not all of it is known. */
  readonly isSure: boolean
  /** Null where nothing fires, and where it may be over. */
  readonly worst: keyof typeof ICONS | null
}

/** Keeps the count before the page's title, whoever changes that, and a dot on its icon; returns the undo. */
export function showOnTab({ count, isSure, worst }: TabBadge): () => void {
  const write = () => {
    const wanted = withCount(document.title, count, isSure)
    // Only a change is written: the observer hears it too.
    if (document.title !== wanted) document.title = wanted
  }
  write()
  const observer = new MutationObserver(write)
  observer.observe(document.head, { subtree: true, childList: true, characterData: true })
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  const plain = icon?.dataset['laterHref'] ?? icon?.getAttribute('href') ?? ''
  if (worst !== null) icon?.setAttribute('href', ICONS[worst])
  return () => {
    observer.disconnect()
    document.title = withCount(document.title, 0)
    if (worst !== null) icon?.setAttribute('href', plain)
  }
}
