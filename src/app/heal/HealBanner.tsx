import { useSyncExternalStore } from 'react'
import { Button } from '~/ui/primitives/Button'
import { StatusIcon } from '~/ui/status/StatusIcon'
import styles from '../health/health.module.css'
import { healNote } from './site-watch'

/** Says that the session has expired, or that something newer is there to be loaded. The region is always there, so that it is heard. */
export function HealBanner() {
  const note = useSyncExternalStore(healNote.subscribe, healNote.read)
  return (
    <div role="status" className={styles['region']} data-testid="heal" data-note={note.kind}>
      {note.kind === 'signIn' && (
        <p className={styles['down']}>
          <StatusIcon mark="broken" />
          <span>
            <strong>The session at the proxy has expired.</strong> Numbers on this page are the last known ones.
          </span>
          <Button onClick={() => location.reload()}>Sign in again</Button>
        </p>
      )}
      {note.kind === 'newer' && (
        <p className={styles['starting']}>
          <StatusIcon mark="info" />
          <span>A new {note.what === 'build' ? 'version of Lookout' : 'configuration'} is on the server.</span>
          <Button onClick={() => location.reload()}>Load it</Button>
        </p>
      )}
    </div>
  )
}
