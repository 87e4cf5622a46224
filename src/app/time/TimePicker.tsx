import { type FormEvent, useState } from 'react'
import { useServices } from '~/data/services-context'
import { readEarlierPeriod } from '~/domain/time/earlier-period'
import { formatInstant } from '~/domain/time/format-instant'
import { describeTimeRange, TIME_PRESETS } from '~/domain/time/presets'
import { printPortable } from '~/domain/time/print-portable'
import { parseTimeExpression } from '~/domain/time/time-expression'
import { resolveTimeRange, type TimeRangeText } from '~/domain/time/time-range'
import { useBrowserZone } from '~/state/use-browser-zone'
import { Button } from '~/ui/primitives/Button'
import { TextField } from '~/ui/primitives/TextField'
import { useSecondTick } from '~/ui/primitives/ticker'
import { keepRecentRange, readRecentRanges } from './recent-ranges'
import styles from './time-picker.module.css'
import { zoneChoices } from './zone-choices'
import { zoneLabel } from './zone-label'

export interface TimePickerProps {
  readonly range: TimeRangeText
  readonly timeZone: string
  readonly zoneWish: string
  readonly onRange: (range: TimeRangeText) => void
  /** See `View`. */
  readonly compare: string | null
  readonly onCompare: (compare: string | null) => void
  readonly onZone: (zone: string) => void
  readonly onDone: () => void
}

/** Presets, typed times with what they mean now, ranges typed before, what to compare with, and the time zone. */
export function TimePicker(props: TimePickerProps) {
  const { range, timeZone, zoneWish, compare, onRange, onCompare, onZone, onDone } = props
  const [recent] = useState(readRecentRanges)
  const take = (next: TimeRangeText) => {
    onRange(next)
    onDone()
  }
  return (
    <div className={styles['picker']}>
      <section className={styles['side']}>
        <h2>Range</h2>
        <ul className={styles['presets']}>
          {TIME_PRESETS.map((preset) => (
            <li key={preset.label}>
              <button
                type="button"
                aria-pressed={preset.from === range.from && preset.to === range.to}
                onClick={() => take(preset)}
              >
                {preset.label}
              </button>
            </li>
          ))}
        </ul>
      </section>
      <div className={styles['main']}>
        <TypedRange range={range} timeZone={timeZone} onTake={take} />
        {recent.length > 0 && (
          <section>
            <h2>Typed before</h2>
            <ul className={styles['recent']}>
              {recent.map((one) => (
                <li key={`${one.from} ${one.to}`}>
                  <button type="button" onClick={() => take(one)}>
                    {describeTimeRange(one, timeZone)}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <ComparePicker compare={compare} range={range} onCompare={onCompare} />
        <ZonePicker timeZone={timeZone} zoneWish={zoneWish} onZone={onZone} />
      </div>
    </div>
  )
}

interface TypedRangeProps {
  readonly range: TimeRangeText
  readonly timeZone: string
  readonly onTake: (range: TimeRangeText) => void
}

function TypedRange({ range, timeZone, onTake }: TypedRangeProps) {
  useSecondTick()
  const { clock } = useServices()
  const [from, setFrom] = useState(() => readable(range.from, timeZone))
  const [to, setTo] = useState(() => readable(range.to, timeZone))
  const faultOfFrom = faultOf(from)
  const faultOfTo = faultOf(to)
  const resolved = resolveTimeRange({ from, to }, clock.nowMs(), timeZone)
  const isTypeable = faultOfFrom === undefined && faultOfTo === undefined
  const faultOfRange = isTypeable && !resolved.ok ? resolved.message : undefined

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const [portableFrom, portableTo] = [printPortable(from, timeZone), printPortable(to, timeZone)]
    if (!resolved.ok || !portableFrom.ok || !portableTo.ok) return
    const next = { from: portableFrom.value, to: portableTo.value }
    keepRecentRange(next)
    onTake(next)
  }
  return (
    <form onSubmit={submit} className={styles['typed']}>
      <h2>Type a range</h2>
      <TextField label="From" value={from} fault={faultOfFrom} onChange={(event) => setFrom(event.target.value)} />
      <TextField
        label="To"
        value={to}
        fault={faultOfTo ?? faultOfRange}
        onChange={(event) => setTo(event.target.value)}
      />
      <p className={styles['preview']} data-testid="range-preview">
        {resolved.ok
          ? `${formatInstant(resolved.value.fromMs, timeZone)} to ${formatInstant(resolved.value.toMs, timeZone)}`
          : 'Write now-6h, now/d, 2026-01-28 15:30:00, or milliseconds since 1970.'}
        {resolved.ok && resolved.value.clamped && ' (cut to ten years)'}
      </p>
      <Button type="submit" look="primary" disabled={!resolved.ok}>
        Show this range
      </Button>
    </form>
  )
}

interface ComparePickerProps extends Pick<TimePickerProps, 'compare' | 'range' | 'onCompare'> {}

function ComparePicker({ compare, range, onCompare }: ComparePickerProps) {
  // What a link asks for stands beside what is offered.
  const choices = [...new Set([null, '1d', '1w', compare])]
  return (
    <section>
      <h2>Compare with</h2>
      <ul className={styles['compare']} aria-label="Compare with">
        {choices.map((choice) => (
          <li key={choice}>
            <button type="button" aria-pressed={choice === compare} onClick={() => onCompare(choice)}>
              {readEarlierPeriod(choice, range)?.label ?? 'nothing'}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface ZonePickerProps {
  readonly timeZone: string
  readonly zoneWish: string
  readonly onZone: (zone: string) => void
}

function ZonePicker({ timeZone, zoneWish, onZone }: ZonePickerProps) {
  const { clock } = useServices()
  const browserZone = useBrowserZone()
  const [search, setSearch] = useState('')
  const choices = zoneChoices(search, Intl.supportedValuesOf('timeZone'), browserZone)
  return (
    <section>
      <h2>Time zone: {zoneLabel(timeZone, clock.nowMs())}</h2>
      <TextField
        label="Find a time zone"
        labelHidden
        placeholder="Find a time zone"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className={styles['zones']}>
        {choices.map(({ value, label }) => (
          <li key={value}>
            <button type="button" aria-pressed={value === zoneWish} onClick={() => onZone(value)}>
              {label}
            </button>
          </li>
        ))}
        {choices.length === 0 && <li className={styles['preview']}>No zone is called that.</li>}
      </ul>
    </section>
  )
}

function faultOf(text: string): string | undefined {
  const expression = parseTimeExpression(text)
  return expression.ok ? undefined : expression.message
}

/** Milliseconds as a date in the zone, anything else as it was written. */
function readable(text: string, timeZone: string): string {
  const expression = parseTimeExpression(text)
  return expression.ok && expression.value.kind === 'instant' ? formatInstant(expression.value.ms, timeZone) : text
}
