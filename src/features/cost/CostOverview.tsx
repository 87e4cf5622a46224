import type { PriceBook } from '~/domain/cost/price-book'
import { downloadText } from '~/lib/download-text'
import { Button } from '~/ui/primitives/Button'
import { BudgetList } from './BudgetList'
import { ChangeList } from './ChangeList'
import { CostTiles } from './CostTiles'
import { CostTrend } from './CostTrend'
import styles from './cost.module.css'
import { figuresCsv, trendCsv } from './csv'
import { ForecastCard } from './ForecastCard'
import { GroupingChoice } from './GroupingChoice'
import { GroupTable } from './GroupTable'
import { HonestyNotes } from './HonestyNotes'
import { SavingsCard } from './SavingsCard'
import { type Cost, useCost } from './use-cost'

/** Where the money goes and how long it lasts, at a glance and in detail. */
export function CostOverview({ book }: { readonly book: PriceBook }) {
  const cost = useCost(book)
  return (
    <div className={styles['overview']}>
      <CostTiles cost={cost} />
      <HonestyNotes cost={cost} />
      <div className={styles['controls']}>
        <GroupingChoice book={book} grouping={cost.grouping} />
        <Exports cost={cost} />
      </div>
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <CostTrend cost={cost} />
          <GroupTable cost={cost} />
          <ChangeList cost={cost} />
        </div>
        <div className={styles['column']}>
          <BudgetList cost={cost} />
          <ForecastCard cost={cost} />
          <SavingsCard cost={cost} />
        </div>
      </div>
    </div>
  )
}

function Exports({ cost }: { readonly cost: Cost }) {
  const save = (name: string, text: string) => downloadText(name, text, 'text/csv')
  return (
    <span className={styles['exports']}>
      <Button onClick={() => save('cost.csv', figuresCsv(cost))}>CSV of all figures</Button>
      <Button onClick={() => save('cost-hours.csv', trendCsv(cost))}>CSV by hour</Button>
    </span>
  )
}
