import type { BrokenPanel } from '~/domain/dashboards/model'
import { PanelMessage } from '~/features/dashboards/PanelMessage'
import styles from '~/features/dashboards/panel-frame.module.css'
import { StatusChip } from '~/ui/status/StatusChip'

/** A panel whose description cannot be read, in its place, with what is wrong and where. */
export function BrokenPanelFrame({ broken }: { readonly broken: BrokenPanel }) {
  return (
    <article className={styles['panel']} aria-label={broken.title} data-panel={broken.id} data-truth="failed">
      <header className={styles['head']}>
        <h2 className={styles['title']}>{broken.title}</h2>
        <span className={styles['spring']} />
        <StatusChip mark="broken" word="not readable" />
      </header>
      <div className={styles['body']}>
        <PanelMessage
          title="This panel cannot be read"
          reason={broken.issues.map(({ path, message }) => `${path}: ${message}`).join('; ')}
          nextStep="Mend it in the dashboard's file and reload."
        />
      </div>
    </article>
  )
}
