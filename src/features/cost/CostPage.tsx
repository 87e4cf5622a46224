import { lazy, Suspense, useEffect } from 'react'
import { Route, Routes, useLocation } from 'react-router-dom'
import { usePriceBook } from '~/data/cost/use-price-book'
import { useServices } from '~/data/services-context'
import type { PriceBook } from '~/domain/cost/price-book'
import { displayText } from '~/lib/display-text'
import parts from '~/ui/parts.module.css'
import { FileIssues } from '~/ui/primitives/FileIssues'
import { LinkButton } from '~/ui/primitives/LinkButton'
import { NoSuchPart } from '~/ui/primitives/NoSuchPart'
import { announceContent } from '~/ui/primitives/settled'
import { CostOverview } from './CostOverview'
import styles from './cost.module.css'

const WhatIfTab = lazy(() => import('./what-if/WhatIfTab').then((module) => ({ default: module.WhatIfTab })))

const TABS = [
  ['/cost', 'Overview'],
  ['/cost/what-if', 'What if'],
] as const

/** Where the money goes, how long the budgets last, and what would change it. */
export function CostPage() {
  const { data, error } = usePriceBook()
  const { metrics } = useServices()
  const { pathname, search } = useLocation()
  const isSaid = data !== undefined || error !== null
  useEffect(() => {
    if (isSaid) announceContent()
  }, [isSaid])
  return (
    <div className={styles['page']}>
      <title>Cost · Lookout</title>
      <nav aria-label="Cost" className={styles['tabs']}>
        {TABS.map(([path, title]) => (
          <LinkButton
            key={path}
            to={{ pathname: path, search }}
            aria-current={pathname.replace(/\/+$/, '') === path ? 'page' : undefined}
          >
            {title}
          </LinkButton>
        ))}
        <span className={styles['source']}>{`Source: ${displayText(metrics.title)}`}</span>
      </nav>
      {data === undefined ? (
        error !== null && (
          <p className={parts['nothing']} role="alert">
            Without prices there is no cost to show. {displayText(error.message)} It stands beside index.html and is
            read again every 10 s.
          </p>
        )
      ) : (
        <Pages book={data} />
      )}
    </div>
  )
}

function Pages({ book }: { readonly book: PriceBook }) {
  if (book.usages.length === 0) {
    return (
      <>
        <Issues book={book} />
        <p className={parts['nothing']}>
          prices.json names no usage: say there which metric counts tokens, or money, and its cost is shown here.
        </p>
      </>
    )
  }
  return (
    <>
      <Issues book={book} />
      <Suspense>
        <Routes>
          <Route path="/" element={<CostOverview book={book} />} />
          <Route path="/what-if" element={<WhatIfTab book={book} />} />
          <Route path="*" element={<NoSuchPart to="/cost" title="All costs" />} />
        </Routes>
      </Suspense>
    </>
  )
}

/** Most places of the file that are listed. */
const MOST_ISSUES = 20

/** What of prices.json could not be read: its figures are missing from every sum below. */
function Issues({ book }: { readonly book: PriceBook }) {
  return (
    <FileIssues file="prices.json" issues={book.issues.slice(0, MOST_ISSUES)} className={styles['issues']}>
      Parts of prices.json are not used, and missing below:
    </FileIssues>
  )
}
