import { Component, type ReactNode, Suspense } from 'react'
import { showToast } from './toast'

export interface LazyBoundaryProps {
  /** Called when the content failed: close what showed it, so that the next attempt starts afresh. */
  readonly onFault: () => void
  readonly children: ReactNode
}

/** Around a dialog or menu of its own chunk: a download that fails costs a note, not the page with its numbers. */
export class LazyBoundary extends Component<LazyBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    showToast(`This part of Lookout could not be shown: ${error instanceof Error ? error.message : error}`, 'fault')
    this.props.onFault()
  }

  override componentDidUpdate(before: LazyBoundaryProps): void {
    if (this.state.failed && before.children !== this.props.children) this.setState({ failed: false })
  }

  override render(): ReactNode {
    return this.state.failed ? null : <Suspense>{this.props.children}</Suspense>
  }
}
