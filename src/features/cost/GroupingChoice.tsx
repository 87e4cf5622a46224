import type { Grouping } from '~/domain/cost/groups'
import type { PriceBook } from '~/domain/cost/price-book'
import { usePageParam } from '~/state/page-params'
import { Button } from '~/ui/primitives/Button'
import styles from './cost.module.css'
import { groupingsOf } from './use-cost'

export const GROUPING_WORDS: Readonly<Record<Grouping, string>> = {
  platform: 'Platform',
  model: 'Model',
  preset: 'Preset',
  backend: 'Backend',
  user: 'User',
}

/** By what everything below is divided; stands in the address. */
export function GroupingChoice({ book, grouping }: { readonly book: PriceBook; readonly grouping: Grouping }) {
  const [, setBy] = usePageParam('by')
  return (
    <fieldset className={styles['choice']}>
      <legend>By</legend>
      {groupingsOf(book).map((one) => (
        <Button key={one} aria-pressed={one === grouping} onClick={() => setBy(one === 'platform' ? '' : one)}>
          {GROUPING_WORDS[one]}
        </Button>
      ))}
    </fieldset>
  )
}
