import type { BrokenPanel } from '~/domain/dashboards/model'
import { PanelMessage } from '~/features/dashboards/PanelMessage'
import styles from '~/features/dashboards/panel-frame.module.css'
import { StatusChip } from '~/ui/status/StatusChip'

/** A panel whose description cannot be read, in its place, with what is wrong and where. */
export function BrokenPanelFrame({ broken }: { readonly broken: BrokenPanel }) {
  const { reason } = broken
  return (
    <article className={styles['panel']} aria-label={broken.title} data-panel={broken.id} data-truth="failed">
      <header className={styles['head']}>
        <h2 className={styles['title']}>{broken.title}</h2>
        <span className={styles['spring']} />
        <StatusChip mark="broken" word={reason === undefined ? 'not readable' : 'not asked'} />
      </header>
      <div className={styles['body']}>
        <PanelMessage
          {...(reason === undefined
            ? {
                title: 'This panel cannot be read',
                reason: broken.issues.map(({ path, message }) => `${path}: ${message}`).join('; '),
                nextStep: "Mend it in the dashboard's file and reload.",
              }
            : {
                title: 'This panel cannot be asked',
                reason,
                nextStep: 'Choose another value above, or mend the variable in the dashboard\u2019s file.',
              })}
        />
      </div>
    </article>
  )
}
