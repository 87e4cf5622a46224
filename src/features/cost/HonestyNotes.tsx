import { reconcile } from '~/domain/cost/parts'
import { moneyUnit } from '~/domain/cost/price-book'
import { formatAge } from '~/domain/time/duration'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { StatusIcon } from '~/ui/status/StatusIcon'
import styles from './cost.module.css'
import { signed, signedShare } from './Money'
import type { Cost } from './use-cost'

const MAX_LISTED = 8

/** What keeps the figures from being the whole truth: tokens without a price, usages that have stopped, estimates that measurement contradicts. */
export function HonestyNotes({ cost: { model } }: { readonly cost: Cost }) {
  const unit = moneyUnit(model.book)
  const day = model.windows.get('day')
  const month = model.windows.get('month')
  // What has no price in the month is listed, also where it was not used today; on the first of a month, what only yesterday used.
  const unpriced = [
    ...new Map(
      [day, month].flatMap((window) =>
        (window?.total.unpriced ?? []).map((one) => [
          JSON.stringify([one.usageId, one.model, one.kind]),
          { ...one, when: window === month ? 'this month' : 'in the last 24 hours' },
        ]),
      ),
    ).values(),
  ]
  const missing = [
    ...new Map(
      [...model.windows.values()].flatMap(({ holes, truth }) =>
        truth.kind === 'loading' ? [] : holes.filter(({ why }) => why !== 'no price').map((hole) => [hole.what, hole]),
      ),
    ).values(),
  ]
  const reconciled = reconcile(day?.costs ?? [])
  if (unpriced.length + missing.length + model.silent.length + reconciled.length === 0) return null
  return (
    <ul className={styles['honesty']}>
      {missing.map(({ what, why }) => (
        <li key={what} data-missing={what}>
          <StatusIcon mark="unknown" label="not known" />
          <span>
            <strong>{displayText(what)}</strong>: {why}. What it cost is not in the sums, which are <em>at least</em>{' '}
            what they say.
          </span>
        </li>
      ))}
      {unpriced.slice(0, MAX_LISTED).map(({ usageId, model: name, kind, tokens, why, when }) => (
        <li key={JSON.stringify([usageId, name, kind])} data-unpriced={name}>
          <StatusIcon mark="warn" label="warning" />
          <span>
            <strong>{displayText([name, kind].filter(Boolean).join(' ') || 'Tokens without a model')}</strong> has no
            price: {formatText(tokens, { unit: 'tokens' })} tokens {when} are not in the sums, which are{' '}
            <em>at least</em> what they say, because {why}.
          </span>
        </li>
      ))}
      {unpriced.length > MAX_LISTED && <li>{`and ${unpriced.length - MAX_LISTED} more without a price`}</li>}
      {model.silent.map(({ usage, ageMs }) => (
        <li key={usage.id} data-silent={usage.id}>
          <StatusIcon mark="unknown" label="old" />
          <span>
            <strong>{displayText(usage.title)}</strong>{' '}
            {ageMs === null
              ? 'has no sample of the last 5 minutes: what it cost since then is not in the sums.'
              : `has its newest sample from ${formatAge(ageMs)} ago.`}
          </span>
        </li>
      ))}
      {reconciled.map(({ measured, estimated, difference, share }) => (
        <li key={measured.usage.id} data-reconciled={measured.usage.id}>
          <StatusIcon mark="info" label="note" />
          <span>
            <strong>{displayText(measured.usage.title)}</strong> of the last 24 hours:{' '}
            {formatText(measured.money, { unit })} measured, {formatText(estimated.money, { unit })} estimated from
            tokens ({signed(difference, unit)}, {share === null ? 'no share' : signedShare(share)} of what is measured).
            Only what is measured counts.
          </span>
        </li>
      ))}
    </ul>
  )
}
