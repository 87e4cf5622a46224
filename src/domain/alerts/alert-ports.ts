import type { AlertmanagerStatus, ReceivedAlert, Silence, SilenceDraft } from './model'

/** What delivers alerts and keeps silences: an Alertmanager, or what stands in for one. All calls throw SourceError and nothing else. */
export interface AlertStore {
  readonly id: string
  readonly title: string
  /** Active, silenced and inhibited ones. */
  alerts(signal: AbortSignal): Promise<readonly ReceivedAlert[]>
  /** Silenced and inhibited ones alone. */
  suppressed(signal: AbortSignal): Promise<readonly ReceivedAlert[]>
  silences(signal: AbortSignal): Promise<readonly Silence[]>
  status(signal: AbortSignal): Promise<AlertmanagerStatus>
  /**
   * Creates a silence, or with an id changes one; gives the id that it has from then on. Where the outcome is not known it throws
   * a SourceError of kind `timeout` or `unreachable`: whoever asked looks for the silence before asking again.
   */
  putSilence(draft: SilenceDraft, signal: AbortSignal): Promise<string>
  /** Ends a silence within seconds, also where the server may not be asked to delete across origins. */
  expireSilence(silence: Silence, signal: AbortSignal): Promise<void>
}
