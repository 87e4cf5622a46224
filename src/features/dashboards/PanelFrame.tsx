import { type ReactNode, Suspense } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import { dashboardPath } from '~/domain/links/paths'
import type { Truth } from '~/domain/truth/truth'
import { unitWord } from '~/domain/units/unit-specs'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { PanelBody } from '~/features/dashboards/PanelBody'
import styles from '~/features/dashboards/panel-frame.module.css'
import { TruthChip } from '~/features/dashboards/TruthChip'
import { type Answers, useAnswers, useTruth } from '~/features/dashboards/use-answers'
import { AppLink } from '~/ui/primitives/AppLink'
import { preloadable } from '~/ui/primitives/preloadable'
import { useSettled } from '~/ui/primitives/settled'

// Details, menu and keys of panels come when the first panels are painted.
const tools = preloadable(() => import('~/features/dashboards/PanelTools').then((module) => module.PanelTools))

export interface PanelFrameProps {
  readonly panel: Panel
  /** The panel has a page to itself. */
  readonly large?: boolean
  /** Neither title links nor menu: a panel inside another page. */
  readonly bare?: boolean
}

/** A panel: title, unit, how far it can be believed, what can be done with it, and the data. */
export function PanelFrame({ panel, large = false, bare = false }: PanelFrameProps) {
  const answers = useAnswers(panel.queries)
  const truth = useTruth(answers.outcomes)
  return (
    <article
      className={styles['panel']}
      aria-label={panel.title}
      data-panel={panel.id}
      data-truth={truth.kind}
      data-evaluated-ms={answers.data.evaluatedMs ?? undefined}
    >
      {bare ? (
        <header className={styles['head']}>
          <Heading panel={panel} truth={truth}>
            {panel.title}
          </Heading>
        </header>
      ) : (
        <PanelHead panel={panel} answers={answers} truth={truth} large={large} />
      )}
      <div className={styles['body']} data-old={truth.old || undefined}>
        <PanelBody panel={panel} answers={answers} truth={truth} large={large} />
      </div>
    </article>
  )
}

interface PanelHeadProps {
  readonly panel: Panel
  readonly answers: Answers
  readonly truth: Truth
  readonly large: boolean
}

function PanelHead({ panel, answers, truth, large }: PanelHeadProps) {
  const { dashboard } = useDashboardScope()
  const isSettled = useSettled()
  return (
    <header className={styles['head']}>
      <Heading panel={panel} truth={truth}>
        {large ? (
          panel.title
        ) : (
          <AppLink to={dashboardPath(dashboard.id, panel.id) + window.location.search}>{panel.title}</AppLink>
        )}
      </Heading>
      <span className={styles['tools']}>
        {isSettled && (
          <Suspense>
            <tools.Component panel={panel} answers={answers} truth={truth} large={large} />
          </Suspense>
        )}
      </span>
    </header>
  )
}

function Heading({ panel, truth, children }: { panel: Panel; truth: Truth; children: ReactNode }) {
  const unit = unitWord(panel.unit)
  return (
    <>
      <h2 className={styles['title']} title={panel.title}>
        {children}
      </h2>
      {unit !== '' && <span className={styles['unit']}>{unit}</span>}
      <span className={styles['spring']} />
      <TruthChip truth={truth} />
    </>
  )
}
