import { type ComponentProps, type ComponentType, createElement, type FunctionComponent, lazy } from 'react'

export interface Preloadable<Props extends object> {
  readonly Component: FunctionComponent<Props>
  /**
   * Starts the download: call it on hover and focus, so that the first click finds the code already there, and on the
   * click itself, so that it tries again after a download that failed.
   */
  readonly preload: () => void
}

/** A component in a chunk of its own. */
export function preloadable<Props extends object>(load: () => Promise<ComponentType<Props>>): Preloadable<Props> {
  let started: Promise<ComponentType<Props>> | undefined
  const start = () => {
    started ??= load()
    return started
  }
  const createLazy = () => lazy(() => start().then((Component) => ({ default: Component })))
  let Lazy = createLazy()
  const forget = (failed: Promise<ComponentType<Props>>) => {
    if (started !== failed) return
    started = undefined
    // React keeps the failure of a lazy component for good, so the next attempt needs another one.
    Lazy = createLazy()
  }
  let failed: Promise<ComponentType<Props>> | undefined
  return {
    // biome-ignore lint/correctness/noComponentHookFactories: called once a module, like React.lazy
    Component: (props) => createElement(Lazy, props as ComponentProps<typeof Lazy>),
    preload() {
      // Not at once: while React draws the failure it must find the component that failed.
      if (failed !== undefined) forget(failed)
      failed = undefined
      const promise = start()
      promise.catch(() => {
        failed = promise
      })
    },
  }
}
