import { Info } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AskedExpr } from '~/data/cost/ask-usage'
import { moneyUnit } from '~/domain/cost/price-book'
import { WINDOW_WORDS, type WindowId } from '~/domain/cost/windows'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import type { UnixMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { PopoverButton } from '~/ui/primitives/PopoverButton'
import type { CostModel } from './cost-model'
import styles from './details.module.css'

/** A query behind a figure, and its newest answer. */
export interface ShownQuery {
  readonly what: string
  readonly expr: string
  readonly timeMs: UnixMs | null
  /** By the key of the series: two may have the same name. */
  readonly values: readonly { readonly key: string; readonly name: string; readonly value: number }[]
  readonly unit: string
  readonly notes: readonly string[]
}

const MAX_VALUES = 12

interface FigureDetailsProps {
  readonly title: string
  readonly timeZone: string
  /** Made when it is opened. */
  readonly queries: () => readonly ShownQuery[]
  readonly children?: ReactNode
}

/** How a figure came about: what was asked, when, and what was answered. */
export function FigureDetails({ title, timeZone, queries, children }: FigureDetailsProps) {
  return (
    <PopoverButton
      look="quiet"
      className={styles['tool'] ?? ''}
      aria-label={`About ${title}`}
      popupLabel={`About ${title}`}
      align="end"
      content={() => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <div className={styles['details']} tabIndex={0}>
          {children}
          {queries().map((query) => (
            <Query key={`${query.what} ${query.expr} ${query.timeMs}`} query={query} timeZone={timeZone} />
          ))}
        </div>
      )}
    >
      <Info size="0.875rem" aria-hidden />
    </PopoverButton>
  )
}

function Query({ query, timeZone }: { readonly query: ShownQuery; readonly timeZone: string }) {
  const { what, expr, timeMs, values, unit, notes } = query
  return (
    <section>
      <h4>{what}</h4>
      <pre className={styles['expr']} data-expr>
        {expr}
      </pre>
      <dl className={styles['facts']}>
        {timeMs !== null && (
          <>
            <dt>Evaluated at</dt>
            <dd>
              <time dateTime={new Date(timeMs).toISOString()}>{formatInstant(timeMs, timeZone)}</time> {timeZone}
            </dd>
          </>
        )}
        {values.length === 0 && (
          <>
            <dt>Answer</dt>
            <dd>no series</dd>
          </>
        )}
        {values.slice(0, MAX_VALUES).map(({ key, name, value }) => (
          <div key={key} className={styles['pair']}>
            <dt>{displayText(name || 'all')}</dt>
            <dd>
              {formatText(value, { unit })} <code>{String(value)}</code>
            </dd>
          </div>
        ))}
        {values.length > MAX_VALUES && (
          <>
            <dt>and</dt>
            <dd>{values.length - MAX_VALUES} more series</dd>
          </>
        )}
        {[...new Set(notes)].slice(0, 10).map((note) => (
          <div key={note} className={styles['note']}>
            {displayText(note)}
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The queries of windows, as the details of what is made of them show them. */
export function windowQueries({ windows, book }: CostModel, ids: readonly WindowId[]): readonly ShownQuery[] {
  const unit = moneyUnit(book)
  return ids.flatMap((id) =>
    (windows.get(id)?.figures ?? []).flatMap(({ asked, usage }) =>
      shownQueries(asked, `${usage.title}, ${WINDOW_WORDS[id].toLowerCase()}`, unit),
    ),
  )
}

const WORDS = { money: 'Money', tokens: 'Tokens', jobs: 'Jobs' } as const

/** The queries of a figure of windows, as its details show them. */
export function shownQueries(asked: readonly AskedExpr[], usage: string, unit: string): readonly ShownQuery[] {
  return asked.map(({ what, expr, timeMs, vector, warnings, partial }) => ({
    what: `${WORDS[what]}, ${usage}`,
    expr,
    timeMs,
    values: vector.samples.map(({ labels, key, value }) => ({ key, name: [...labels.values()].join(' '), value })),
    unit: what === 'money' ? unit : what === 'tokens' ? 'tokens' : 'short',
    notes: [...warnings, ...(partial ? ['The server says that parts of its stores did not answer.'] : [])],
  }))
}
