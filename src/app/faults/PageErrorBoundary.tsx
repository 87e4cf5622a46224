import { Component, type ErrorInfo, type ReactNode } from 'react'
import { PageFault } from './PageFault'
import { reloadPage } from './reload-page'

const RELOAD_AFTER_MS = 60_000

interface Props {
  readonly children: ReactNode
  /** Another place is another page: what failed before is over then. */
  readonly place?: string
  /** Stands in place of a part that the page can do without. */
  readonly instead?: ReactNode
}

interface State {
  readonly error: Error | null
  readonly where: string
}

/**
 * What stands where a page was that failed while it was drawn. It reloads by itself after a minute, so that a wall heals
 * without a hand; the guard keeps a page that is broken for good from reloading for ever. What it shows comes with the app: a page
 * often fails because its server went away before the page's code was there.
 */
export class PageErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, where: '' }
  private timer: ReturnType<typeof setTimeout> | undefined

  static getDerivedStateFromError(thrown: unknown): Partial<State> {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ where: info.componentStack ?? '' })
    this.wait(RELOAD_AFTER_MS)
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.error === null || before.place === this.props.place) return
    clearTimeout(this.timer)
    this.setState({ error: null, where: '' })
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer)
  }

  private wait(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(async () => {
      const decision = await reloadPage('a page that failed')
      if (decision === 'away') this.wait(RELOAD_AFTER_MS)
      else if (!decision.allowed) this.wait(decision.waitMs + 1_000)
    }, ms)
  }

  override render(): ReactNode {
    const { error, where } = this.state
    if (error === null) return this.props.children
    if (this.props.instead !== undefined) return this.props.instead
    const retry = () => this.setState({ error: null, where: '' })
    return <PageFault error={error} where={where} onRetry={retry} />
  }
}
