import { useLocation, useNavigate } from 'react-router-dom'
import { parseMatchers } from '~/domain/alerts/silencing'
import parts from '../parts.module.css'
import { SilenceForm } from './SilenceForm'
import styles from './silences.module.css'

/** The form under an address of its own, which says what it starts with: `?filter={alertname="Slow"}`. */
export function NewSilence() {
  const navigate = useNavigate()
  const { search } = useLocation()
  const params = new URLSearchParams(search)
  const matchers = parseMatchers(params.get('filter') ?? '')
  return (
    <section className={parts['page']}>
      <title>New silence · Lookout</title>
      <h2 className={styles['title']}>New silence</h2>
      {!matchers.ok && (
        <p className={parts['fault']}>The address has a filter that cannot be read: {matchers.message}</p>
      )}
      <SilenceForm
        key={params.get('filter')}
        matchers={matchers.ok ? matchers.value : []}
        comment={params.get('comment') ?? ''}
        onMade={() => void navigate('/alerts/silences')}
      />
    </section>
  )
}
