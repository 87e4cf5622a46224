import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

export interface Preloadable<Props> {
  readonly Component: LazyExoticComponent<ComponentType<Props>>
  /** Starts the download; call it on hover and focus so that the first click finds the code already there. */
  readonly preload: () => void
}

/** A component in a chunk of its own. A failed preload is forgotten: the click that needs it tries again. */
export function preloadable<Props>(load: () => Promise<ComponentType<Props>>): Preloadable<Props> {
  let started: Promise<ComponentType<Props>> | undefined
  const start = () => {
    started ??= load().catch((error: unknown) => {
      started = undefined
      throw error
    })
    return started
  }
  return {
    Component: lazy(() => start().then((Component) => ({ default: Component }))),
    preload: () => void start().catch(() => undefined),
  }
}
