import { type CostChange, changesOf } from '~/domain/cost/groups'
import { moneyUnit } from '~/domain/cost/price-book'
import { displayText } from '~/lib/display-text'
import { hasUnpriced, whyNotCompared } from './compare-windows'
import styles from './cost.module.css'
import { FigureDetails, windowQueries } from './FigureDetails'
import { nameOf } from './group-look'
import { signed, signedShare } from './Money'
import type { Cost } from './use-cost'
import type { WindowCost } from './window-cost'

const MOST = 6

/** What changed in the last 24 hours against the day before and the week before, the largest first. */
export function ChangeList({ cost: { model, grouping, timeZone } }: { readonly cost: Cost }) {
  const now = model.windows.get('day')
  const unit = moneyUnit(model.book)
  return (
    <section className={styles['card']} aria-label="What changed">
      <header className={styles['cardHead']}>
        <h2>What changed</h2>
        <span className={styles['spring']} />
        <FigureDetails
          title="what changed"
          timeZone={timeZone}
          queries={() => windowQueries(model, ['day', 'day-before', 'week-before'])}
        />
      </header>
      <Changes
        now={now}
        then={model.windows.get('day-before')}
        title="Since the day before"
        unit={unit}
        grouping={grouping}
      />
      <Changes
        now={now}
        then={model.windows.get('week-before')}
        title="Since last week"
        unit={unit}
        grouping={grouping}
      />
    </section>
  )
}

interface ChangesProps {
  readonly now: WindowCost | undefined
  readonly then: WindowCost | undefined
  readonly title: string
  readonly unit: string
  readonly grouping: Cost['grouping']
}

function Changes({ now, then, title, unit, grouping }: ChangesProps) {
  const why = whyNotCompared(now, then)
  const isKnown = why === null
  const changes: readonly CostChange[] = now && then && isKnown ? changesOf(now.groups, then.groups) : []
  return (
    <>
      <h3>
        {title}
        {isKnown && hasUnpriced(now, then) && <small>{' of what has a price'}</small>}
      </h3>
      {!isKnown && <p className={styles['note']}>{why}</p>}
      {isKnown && changes.length === 0 && <p className={styles['note']}>Nothing changed.</p>}
      <ol className={styles['changes']}>
        {changes.slice(0, MOST).map((change) => (
          <li key={change.id}>
            <bdi>{displayText(nameOf(change, grouping))}</bdi>
            <strong>{signed(change.difference, unit)}</strong>
            <span>{signedShare(change.share)}</span>
          </li>
        ))}
      </ol>
      {changes.length > MOST && <p className={styles['note']}>{`and ${changes.length - MOST} smaller ones`}</p>}
    </>
  )
}
