import { Component, type ErrorInfo, type ReactNode, Suspense } from 'react'
import { preloadable } from '~/ui/primitives/preloadable'
import { reloadPage } from './reload-page'

const RELOAD_AFTER_MS = 60_000

/** To be fetched while the server still answers: a page that fails may have lost it. */
export const pageFault = preloadable(() => import('./PageFault').then((module) => module.PageFault))

interface State {
  readonly error: Error | null
  readonly where: string
}

/**
 * What stands where a page was that failed while it was drawn. It reloads by itself after a minute, so that a wall heals
 * without a hand; the guard keeps a page that is broken for good from reloading for ever.
 */
export class PageErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null, where: '' }
  private timer: ReturnType<typeof setTimeout> | undefined

  static getDerivedStateFromError(thrown: unknown): Partial<State> {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ where: info.componentStack ?? '' })
    this.wait(RELOAD_AFTER_MS)
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer)
  }

  private wait(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(async () => {
      const decision = await reloadPage()
      if (decision === 'away') this.wait(RELOAD_AFTER_MS)
      else if (!decision.allowed) this.wait(decision.waitMs + 1_000)
    }, ms)
  }

  override render(): ReactNode {
    const { error, where } = this.state
    if (error === null) return this.props.children
    const retry = () => this.setState({ error: null, where: '' })
    return (
      <Suspense fallback={<p role="alert">{error.message}</p>}>
        <pageFault.Component error={error} where={where} onRetry={retry} />
      </Suspense>
    )
  }
}
