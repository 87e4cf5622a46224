import { describePage, type PageFacts } from '~/domain/checks/page-facts'
import { displayText } from '~/lib/display-text'
import parts from '~/ui/parts.module.css'
import { classNames } from '~/ui/primitives/class-names'
import { useSecondTick } from '~/ui/primitives/ticker'
import styles from './status.module.css'

/** What this tab has done since it was loaded. */
export function PageCounters({ facts }: { readonly facts: () => PageFacts }) {
  useSecondTick()
  return (
    <section className={classNames(parts['card'], styles['counters'])} aria-labelledby="status-page">
      <h2 id="status-page">This page</h2>
      <dl className={styles['facts']}>
        {describePage(facts(), Date.now()).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{displayText(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
