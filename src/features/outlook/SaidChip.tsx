import { StatusChip } from '~/ui/status/StatusChip'
import type { Said } from './words'

interface SaidChipProps {
  readonly error: Error | null | undefined
  /** Undefined until it is known. */
  readonly said: Said | undefined
  /** Of an hour that is not the newest. */
  readonly isOld?: boolean
}

/** What a row comes to, or why that is not known. */
export function SaidChip({ error, said, isOld = false }: SaidChipProps) {
  if (error) return <StatusChip mark="broken" word="no answer" reason={error.message} />
  if (said === undefined) return <StatusChip mark="loading" word="asking" />
  if (isOld) return <StatusChip mark="unknown" word="old" reason="A newer hour has ended and was not asked for." />
  return <StatusChip mark={said.mark} word={said.word} />
}
