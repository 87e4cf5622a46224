import type { AlertCondition, BadCondition } from '~/domain/alerts/alert-query'
import { firingOfRows } from '~/domain/alerts/firing'
import { mergeAlerts, NOT_HEARD } from '~/domain/alerts/merge-alerts'
import type { AlertRule } from '~/domain/alerts/model'
import type { AlertGrouping } from '~/domain/alerts/order-alerts'
import { pipelineFaults } from '~/domain/alerts/pipeline-faults'
import type { Config } from '~/domain/config/config'
import type { UnixMs } from '~/domain/units-of-measure'
import { preferences } from '~/state/preferences'
import { Button } from '~/ui/primitives/Button'
import buttons from '~/ui/primitives/button.module.css'
import { classNames } from '~/ui/primitives/class-names'
import { FaultNote } from '~/ui/primitives/FaultNote'
import fields from '~/ui/primitives/text-field.module.css'
import { AlertFilterFrame, CONDITION_HINT } from './AlertFilterFrame'
import { AlertHeading } from './AlertHeading'
import { AlertRowFrame } from './AlertRowFrame'
import { AlertsFrame } from './AlertsFrame'
import styles from './alert-list.module.css'
import { deliveryWords, sinceWords } from './alert-words'
import frame from './alerts.module.css'
import { askingWords, countWords } from './count-words'
import { GROUPINGS } from './groupings'
import { LINE_PX, type Line, linesOf } from './list-lines'
import { listedAlerts, wantedAlerts } from './select-alerts'
import { ALERT_TABS } from './tabs'
import { mayNotify } from './telling/may-notify'
import { TellingView } from './telling/TellingView'

/** A row has at least this height. */
const LEAST_LINE_PX = 60

export interface FirstAlertsProps {
  /** What Prometheus told, and when, on the server's clock; null while it is asked. */
  readonly told: { readonly answer: readonly AlertRule[]; readonly atMs: UnixMs } | null
  readonly group: AlertGrouping
  readonly conditions: readonly (AlertCondition | BadCondition)[]
  readonly config: Pick<Config, 'platforms' | 'sources'>
  /** Of the window, in CSS pixels: lines beyond it come later. */
  readonly heightPx: number
}

/** The list of alerts before React has been read, by the same parts; what is clicked comes with React, in the room that is kept here. */
export function FirstAlerts({ told, group, conditions, config, heightPx }: FirstAlertsProps) {
  const { alertSound, alertNotification } = preferences.getState()
  const list = (
    <>
      <AlertFilterFrame
        conditions={conditions}
        removal={() => <button type="button" disabled aria-hidden />}
        input={
          <input type="text" placeholder={conditions.length === 0 ? CONDITION_HINT : ''} aria-label="Filter" disabled />
        }
        grouping={
          <div className={fields['field']}>
            <select className={fields['select']} aria-label="Group" disabled>
              <option>{GROUPINGS.find(([each]) => each === group)?.[1]}</option>
            </select>
          </div>
        }
      />
      {told === null ? (
        <Count words={askingWords(config.sources)} />
      ) : (
        <Told {...{ told, group, conditions, config, heightPx }} />
      )}
    </>
  )
  return (
    <AlertsFrame
      isList
      tabs={
        <nav aria-label="Alerts" className={frame['tabs']}>
          {ALERT_TABS.map(([path, title]) => (
            <a
              key={path}
              href={`${import.meta.env.BASE_URL}${path.slice(1)}`}
              className={classNames(buttons['button'], buttons['outline'])}
              aria-current={path === '/alerts' ? 'page' : undefined}
            >
              {title}
            </a>
          ))}
        </nav>
      }
      telling={<TellingView sound={alertSound} notification={alertNotification && mayNotify()} />}
    >
      {list}
    </AlertsFrame>
  )
}

function Count({ words }: { readonly words: string }) {
  return (
    <p className={styles['count']} role="status">
      {words}
    </p>
  )
}

interface ToldProps extends FirstAlertsProps {
  readonly told: NonNullable<FirstAlertsProps['told']>
}

function Told({ told: { answer, atMs }, group, conditions, config, heightPx }: ToldProps) {
  const rows = mergeAlerts(answer, NOT_HEARD, atMs)
  const all = listedAlerts(rows)
  const wanted = wantedAlerts(all, conditions)
  const lines = linesOf(
    wanted.map((row) => ({ row, isGone: false })),
    group,
  )
  const words = countWords({ all, shown: wanted.length, firing: firingOfRows(rows), isKnown: true, isWhole: false })
  const titles = new Map(config.platforms.map(({ id, title }) => [id, title]))
  return (
    <>
      {pipelineFaults(answer, '', rows, atMs).map(({ title, reason }) => (
        <FaultNote key={title} mark="crit" title={title}>
          {reason}
        </FaultNote>
      ))}
      <Count words={words} />
      <div className={styles['list']}>
        <div style={{ height: `${lines.length * LINE_PX}px`, position: 'relative' }}>
          {lines.slice(0, Math.ceil(heightPx / LEAST_LINE_PX)).map((line) => (
            <div key={line.key} data-line className={styles['line']} style={{ position: 'static' }}>
              <LineView line={line} titles={titles} nowMs={atMs} />
            </div>
          ))}
        </div>
      </div>
    </>
  )
}

interface LineViewProps {
  readonly line: Line
  /** Of the platforms, by their ids. */
  readonly titles: ReadonlyMap<string, string>
  readonly nowMs: UnixMs
}

function LineView({ line, titles, nowMs }: LineViewProps) {
  if ('heading' in line) return <AlertHeading heading={line.heading} count={line.count} />
  const { row, isGone } = line.steady
  return (
    <AlertRowFrame
      {...{ row, isGone }}
      platform={titles.get(row.labels.get('platform') ?? '')}
      since={sinceWords(row, nowMs)}
      delivery={deliveryWords(row, nowMs)}
      // Told by a parser that is as large as all of this.
      threshold={undefined}
    >
      <Button look="quiet" className={buttons['icon']} disabled aria-hidden />
      <Button look="quiet" className={styles['menu']} disabled aria-hidden />
    </AlertRowFrame>
  )
}
