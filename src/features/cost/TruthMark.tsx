import type { Truth, TruthKind } from '~/domain/truth/truth'
import { StatusChip } from '~/ui/status/StatusChip'
import type { StatusMark } from '~/ui/status/tone'

const MARKS: Readonly<Record<TruthKind, StatusMark>> = {
  loading: 'loading',
  live: 'ok',
  stale: 'unknown',
  idle: 'idle',
  empty: 'unknown',
  partial: 'partial',
  failed: 'broken',
}

/** What a figure is worth; nothing while it is live. */
export function TruthMark({ truth }: { readonly truth: Truth }) {
  if (truth.kind === 'live') return null
  const reason = truth.nextStep === undefined ? truth.reason : `${truth.reason} ${truth.nextStep}`
  return <StatusChip mark={MARKS[truth.kind]} word={truth.word} reason={reason} />
}
