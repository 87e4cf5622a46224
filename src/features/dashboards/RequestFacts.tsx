import { Fragment } from 'react'
import type { RequestRecord } from '~/data/query-plane/query-data'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import type { UnixMs } from '~/domain/units-of-measure'

/** What a request was for. */
const REQUEST_WORDS = { whole: 'Whole range asked', tail: 'New points asked', tip: 'Newest value asked' } as const

interface RequestFactsProps {
  readonly requests: readonly RequestRecord[]
  /** IANA name. */
  readonly timeZone: string
}

/** The requests behind an answer as terms of a list: what each was for, its cost, and of which time it asked. */
export function RequestFacts({ requests, timeZone }: RequestFactsProps) {
  return requests.map(({ kind, startMs, endMs, cost }) => (
    <Fragment key={kind}>
      <dt>{REQUEST_WORDS[kind]}</dt>
      <dd>
        {Math.round(cost.durationMs)} ms, {formatText(cost.bytes, { unit: 'bytes' })}, of{' '}
        {startMs < endMs && `${formatInstant(startMs, timeZone)} to `}
        {formatInstant(endMs, timeZone)}
      </dd>
    </Fragment>
  ))
}

/** When an answer was evaluated, as a term of a list. */
export function EvaluatedAt({ evaluatedMs, timeZone }: { readonly evaluatedMs: UnixMs; readonly timeZone: string }) {
  return (
    <>
      <dt>Evaluated at</dt>
      <dd>
        <time dateTime={new Date(evaluatedMs).toISOString()}>{formatInstant(evaluatedMs, timeZone)}</time> {timeZone}
      </dd>
    </>
  )
}
