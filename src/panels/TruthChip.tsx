import { type Truth, type TruthKind, wholeReason } from '~/domain/truth/truth'
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

/** What a figure or a panel's data is worth, as a chip; nothing while it is live, because a healthy page is calm. */
export function TruthChip({ truth }: { readonly truth: Truth }) {
  if (truth.kind === 'live') return null
  return <StatusChip mark={MARKS[truth.kind]} word={truth.word} reason={wholeReason(truth)} />
}
