import { useServices } from '~/data/services-context'
import type { TraceSummary } from '~/domain/traces/model'
import { useSecondTick } from '~/ui/primitives/ticker'
import { tookWords } from './span-words'

/** How long a trace took; where its end was not told, whether it still runs is looked at each second. */
export function Took({ trace }: { readonly trace: TraceSummary }) {
  const { clock } = useServices()
  return trace.end === 'open' ? <Unfinished trace={trace} /> : tookWords(trace, clock.nowMs())
}

function Unfinished({ trace }: { readonly trace: TraceSummary }) {
  const { clock } = useServices()
  useSecondTick()
  return tookWords(trace, clock.nowMs())
}
