import type { ReactNode } from 'react'
import { PanelNote } from '../PanelNote'
import type { PanelProps } from '../panel-kind'
import type { TimeseriesOptions } from './options'
import styles from './timeseries.module.css'

interface TimeseriesFrameProps extends Pick<PanelProps<TimeseriesOptions>, 'truth' | 'data'> {
  readonly chart: ReactNode
  /** Null where there is none. */
  readonly legend: ReactNode
}

/** The chart above its legend. */
export function TimeseriesFrame({ truth, data, chart, legend }: TimeseriesFrameProps) {
  return (
    <div className={styles['panel']} data-old={truth.old ? '' : undefined}>
      <div className={styles['plot']}>
        {chart}
        {data.series.length === 0 ? (
          <div className={styles['note']}>
            <PanelNote truth={truth} />
          </div>
        ) : null}
      </div>
      {legend === null ? null : <div className={styles['legend']}>{legend}</div>}
    </div>
  )
}
