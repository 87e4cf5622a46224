import { Component, type ReactNode } from 'react'
import { PanelMessage } from '~/features/dashboards/PanelMessage'

interface Props {
  readonly children: ReactNode
}

interface State {
  readonly message: string | null
}

/** How long a panel that crashed rests before it is tried again, for a screen that nobody can click on. */
const RETRY_MS = 60_000

/** Keeps a crash of one panel in that panel. */
export class PanelBoundary extends Component<Props, State> {
  override state: State = { message: null }
  #retry: ReturnType<typeof setTimeout> | undefined

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override componentDidCatch(): void {
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.setState({ message: null }), RETRY_MS)
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#retry)
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children
    return (
      <PanelMessage
        title="This panel crashed"
        reason={this.state.message}
        nextStep="It is tried again in a minute; the other panels go on."
      >
        <button type="button" onClick={() => this.setState({ message: null })}>
          Try now
        </button>
      </PanelMessage>
    )
  }
}
