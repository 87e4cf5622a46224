import { flowPathAround } from '~/domain/links/flow-paths'
import type { UnixMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { AppLink } from '~/ui/primitives/AppLink'

interface FieldValueProps {
  readonly path: string
  readonly value: string
  /** When it was said: an id leads to its page around that moment. */
  readonly timeMs: UnixMs
}

/** The value of a field or tag; one that names a flow leads to it. */
export function FieldValue({ path, value, timeMs }: FieldValueProps) {
  const to = flowPathAround(path, value, timeMs)
  const text = <bdi>{displayText(value)}</bdi>
  return to === null ? text : <AppLink to={to}>{text}</AppLink>
}
