import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import { type Alerts, useAlerts } from '~/data/alerts/use-alerts'
import { useServices } from '~/data/services-context'
import type { AlertRow } from '~/domain/alerts/merge-alerts'
import { parseLabels, printLabels } from '~/domain/alerts/routing/parse-labels'
import type { Labels } from '~/domain/series/frame'
import { displayText } from '~/lib/display-text'
import { SelectField } from '~/ui/primitives/SelectField'
import { announceContent } from '~/ui/primitives/settled'
import { TextField } from '~/ui/primitives/TextField'
import { Notice } from './Notice'
import styles from './routes.module.css'
import { StoreRoutes } from './StoreRoutes'
import { useShippedRoutes } from './use-shipped-routes'

/** A word is written to the address when it is typed, not each letter of it: browsers allow few changes a second. */
const WRITTEN_AFTER_MS = 250
const MAX_OFFERED = 500

/** Who is told of which alert: the routes of Alertmanager as they are live, asked with any labels. */
export function RoutesTab() {
  const alerts = useAlerts()
  const { config } = useServices()
  const asked = useAskedLabels(alerts)
  const parsed = parseLabels(asked.text)
  const isAnswered = alerts.stores.some(({ status, statusError }) => status !== undefined || statusError !== null)
  const isConfigured = config.sources.alerts.length > 0
  const isSample = !isConfigured && config.sources.metrics[0]?.kind === 'sample'
  const shipped = useShippedRoutes(isSample)
  useEffect(() => {
    if (isAnswered || !isConfigured) announceContent()
  }, [isAnswered, isConfigured])
  if (!isConfigured && !isSample) {
    return (
      <Notice mark="idle" title="No Alertmanager is configured" reason="Without one nobody is told of an alert.">
        Name it under <code>sources.alerts</code> in <code>config.json</code>, and load this page again.
      </Notice>
    )
  }
  const labels = parsed.ok && parsed.value.size > 0 ? parsed.value : null
  const fault = isSample ? shipped.statusError : null
  const stores = !isSample ? alerts.stores : fault === null ? [shipped] : []
  return (
    <div className={styles['routes']}>
      {isSample && (
        <Notice
          mark="idle"
          title="No Alertmanager is configured"
          reason="Nobody is told of an alert of the sample data. These are the routes that come with Lookout for the same alerts."
        >
          They are <code>deploy/alertmanager/alertmanager.yml</code>. To see those that are live, name your Alertmanager
          under <code>sources.alerts</code> in <code>config.json</code>.
        </Notice>
      )}
      {fault !== null && (
        <Notice mark="broken" title="The routes that come with Lookout cannot be read" reason={fault.message}>
          They are <code>routes/alertmanager.yml</code> beside <code>index.html</code>: put the whole build there.
        </Notice>
      )}
      <div className={styles['ask']}>
        <TextField
          label="Labels of an alert"
          placeholder={'alertname="X", severity="critical"'}
          value={asked.text}
          onChange={(event) => asked.change(event.currentTarget.value)}
          fault={parsed.ok ? asked.fault : parsed.message}
          className={styles['field']}
        />
        <AlertPicker
          rows={alerts.rows ?? []}
          isKnown={alerts.rows !== undefined && alerts.rulesError === null}
          onPick={(picked) => asked.change(printLabels(picked))}
        />
      </div>
      {stores.map((state) => (
        <StoreRoutes key={state.store.id} state={state} isTitled={stores.length > 1} labels={labels} />
      ))}
    </div>
  )
}

interface AskedLabels {
  readonly text: string
  /** Why the alert that the address names gives no labels. */
  readonly fault: string | undefined
  readonly change: (text: string) => void
}

/** The text of the labels: as it is typed, else that of the address, else the labels of the alert that the address names. */
function useAskedLabels({ rows }: Alerts): AskedLabels {
  const { search } = useLocation()
  const navigate = useNavigate()
  const params = new URLSearchParams(search)
  const written = params.get('labels')
  const fingerprint = params.get('alert')
  /** Null where the address says it all. */
  const [typed, setTyped] = useState<string | null>(null)
  // Not before: between the two the field would show what it had before.
  if (typed !== null && typed === (written ?? '') && fingerprint === null) setTyped(null)
  const preset = fingerprint === null ? undefined : rows?.find(({ received }) => received?.fingerprint === fingerprint)

  useEffect(() => {
    if (typed === null) return undefined
    const timer = setTimeout(() => {
      const next = new URLSearchParams(window.location.search)
      next.delete('alert')
      next.delete('labels')
      if (typed !== '') next.set('labels', typed)
      void navigate({ search: next.toString() }, { replace: true })
    }, WRITTEN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [typed, navigate])

  const isLost =
    typed === null && written === null && fingerprint !== null && rows !== undefined && preset === undefined
  return {
    text: typed ?? written ?? (preset?.received ? printLabels(preset.received.labels) : ''),
    fault: isLost ? 'The alert of this address is known no more. Take another one, or type labels.' : undefined,
    change: setTyped,
  }
}

interface AlertPickerProps {
  readonly rows: readonly AlertRow[]
  /** False where nobody can say what fires. */
  readonly isKnown: boolean
  readonly onPick: (labels: Labels) => void
}

/** The alerts that fire or are pending, to ask for one of them. */
function AlertPicker({ rows, isKnown, onPick }: AlertPickerProps) {
  const offered = rows.toSorted((a, b) => a.name.localeCompare(b.name)).slice(0, MAX_OFFERED)
  return (
    <SelectField
      label="Or one that is known"
      className={styles['picker'] ?? ''}
      value=""
      disabled={offered.length === 0}
      onChange={(event) => {
        const row = offered.find(({ id }) => id === event.currentTarget.value)
        if (row !== undefined) onPick(row.received?.labels ?? row.labels)
      }}
    >
      <option value="">
        {offered.length > 0 ? 'Choose an alert' : isKnown ? 'No alert fires' : 'No alert is known'}
      </option>
      {offered.map((row) => (
        <option key={row.id} value={row.id}>
          {displayText(nameOf(row))}
        </option>
      ))}
    </SelectField>
  )
}

/** Its name and what tells it apart from others of the name. */
function nameOf({ name, labels }: AlertRow): string {
  const rest = [...labels].filter(([label]) => label !== 'alertname' && label !== 'severity').map(([, value]) => value)
  return rest.length === 0 ? name : `${name} (${rest.join(', ').slice(0, 80)})`
}
