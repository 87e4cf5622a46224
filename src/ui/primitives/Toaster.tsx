import { useSyncExternalStore } from 'react'
import { toastStore } from './toast'
import styles from './toaster.module.css'

/** Where notes appear; mount it once. The region is always there, so that screen readers hear the first note too. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.list)
  return (
    <div role="status" aria-live="polite" className={styles['region']}>
      {toasts.map((toast) => (
        <p key={toast.id} className={styles[toast.tone]}>
          {toast.text}
        </p>
      ))}
    </div>
  )
}
