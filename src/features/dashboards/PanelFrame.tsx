import { Ellipsis } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router-dom'
import type { Panel } from '~/domain/dashboards/model'
import type { Truth } from '~/domain/truth/truth'
import { unitWord } from '~/domain/units/unit-specs'
import { PanelBody } from '~/features/dashboards/PanelBody'
import { PanelDetails } from '~/features/dashboards/PanelDetails'
import { PanelShortcuts } from '~/features/dashboards/PanelShortcuts'
import styles from '~/features/dashboards/panel-frame.module.css'
import { TruthChip } from '~/features/dashboards/TruthChip'
import { type Answers, useAnswers, useTruth } from '~/features/dashboards/use-answers'
import { usePanelActions } from '~/features/dashboards/use-panel-actions'
import { MenuButton } from '~/ui/primitives/MenuButton'

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
  const actions = usePanelActions(panel, answers, large)
  const [pointed, setPointed] = useState(false)
  return (
    <header className={styles['head']}>
      <Heading panel={panel} truth={truth}>
        {large ? panel.title : <Link to={actions.path}>{panel.title}</Link>}
      </Heading>
      <PanelDetails panel={panel} answers={answers} truth={truth} />
      <MenuButton
        look="quiet"
        className={styles['tool'] ?? ''}
        aria-label={`Menu of ${panel.title}`}
        menuLabel={panel.title}
        groups={actions.groups}
      >
        <Ellipsis size="1rem" aria-hidden />
      </MenuButton>
      <PointerWatch onChange={setPointed} />
      {pointed && <PanelShortcuts actions={actions} />}
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

/** Tells whether the pointer or the focus is in the panel around it: its shortcuts work then. */
function PointerWatch({ onChange }: { readonly onChange: (inside: boolean) => void }) {
  return (
    <span
      hidden
      ref={(mark) => {
        const panel = mark?.closest('article')
        if (!panel) return
        const enter = () => onChange(true)
        const leave = () => onChange(panel.matches(':hover') || panel.matches(':focus-within'))
        panel.addEventListener('pointerenter', enter)
        panel.addEventListener('focusin', enter)
        panel.addEventListener('pointerleave', leave)
        panel.addEventListener('focusout', leave)
        return () => {
          panel.removeEventListener('pointerenter', enter)
          panel.removeEventListener('focusin', enter)
          panel.removeEventListener('pointerleave', leave)
          panel.removeEventListener('focusout', leave)
        }
      }}
    />
  )
}
