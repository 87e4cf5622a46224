import type { ReactNode } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import type { Truth } from '~/domain/truth/truth'
import { unitWord } from '~/domain/units/unit-specs'
import styles from '~/features/dashboards/panel-frame.module.css'
import type { PanelData } from '~/panels/panel-kind'
import { TruthChip } from '~/panels/TruthChip'

export interface PanelFrameViewProps {
  readonly panel: Panel
  readonly truth: Truth
  readonly data: PanelData
  /** The title, a link where the panel has a page of its own to lead to. */
  readonly heading: ReactNode
  /** undefined for a bare panel, which has no room for tools. */
  readonly tools?: ReactNode
  readonly children: ReactNode
}

/** A panel as it looks: title, unit, how far it can be believed, room for tools, and the data. */
export function PanelFrameView({ panel, truth, data, heading, tools, children }: PanelFrameViewProps) {
  const unit = unitWord(panel.unit)
  return (
    <article
      className={styles['panel']}
      aria-label={panel.title}
      data-panel={panel.id}
      data-truth={truth.kind}
      data-evaluated-ms={data.evaluatedMs ?? undefined}
    >
      <header className={styles['head']}>
        <h2 className={styles['title']} title={panel.title}>
          {heading}
        </h2>
        {unit !== '' && <span className={styles['unit']}>{unit}</span>}
        <span className={styles['spring']} />
        {truth.kind !== 'loading' && <TruthChip truth={truth} />}
        {tools !== undefined && <span className={styles['tools']}>{tools}</span>}
      </header>
      <div className={styles['body']} data-old={truth.old || undefined}>
        {children}
      </div>
    </article>
  )
}
