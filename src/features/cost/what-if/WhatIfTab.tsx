import { useId } from 'react'
import { moneyUnit, type PriceBook } from '~/domain/cost/price-book'
import { roundParts } from '~/domain/cost/round-parts'
import { MOST_HITS, type Month, monthUnder, NO_CHANGE, type Scenario } from '~/domain/cost/what-if'
import { periodAt } from '~/domain/cost/windows'
import { DAY_MS } from '~/domain/time/duration'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { TruthChip } from '~/panels/TruthChip'
import { usePageParam } from '~/state/page-params'
import { decodeScenario, encodeScenario } from '~/state/scenario-codec'
import parts from '~/ui/parts.module.css'
import { Button } from '~/ui/primitives/Button'
import styles from '../cost.module.css'
import { Money, shareText, signed, signedShare } from '../Money'
import { useCost } from '../use-cost'
import { holesText } from '../window-cost'
import { monthBase } from './month-base'
import own from './what-if.module.css'

/** What a month would cost with other traffic, another cache, other prices, or the traffic moved between models. */
export function WhatIfTab({ book }: { readonly book: PriceBook }) {
  const cost = useCost(book)
  const [text, setText] = usePageParam('if')
  const scenario = decodeScenario(text)
  const change = (patch: Partial<Scenario>) => setText(encodeScenario({ ...scenario, ...patch }))
  const { model, timeZone } = cost
  const month = periodAt('M', model.nowMs, timeZone)
  const days = Math.round((month.toMs - month.fromMs) / DAY_MS)
  const base = monthBase(cost, days)
  const day = model.windows.get('day')
  const truth = day?.truth
  const unit = moneyUnit(book)
  if (base === null) {
    return (
      <p className={parts['nothing']}>
        {truth === undefined || truth.kind === 'loading'
          ? 'Asks for the last 24 hours…'
          : `Nothing to start from: ${truth.reason || `the last 24 hours have no ${Number.isNaN(day?.total.money) ? 'traffic' : 'data'}.`}`}
      </p>
    )
  }
  const [before, after] = [monthUnder(base, NO_CHANGE), monthUnder(base, scenario)]
  return (
    <section className={styles['overview']} aria-label="What if">
      <p className={styles['note']}>
        {`A month of ${days} days such as the last 24 hours, before and after what you change. The address holds the scenario: send it as it is. `}
        {truth?.old === true &&
          day?.atMs != null &&
          `Those before ${formatInstant(day.atMs, timeZone)}, not before now. `}
        {truth && <TruthChip truth={truth} />}
      </p>
      {day && day.holes.length > 0 && (
        <p className={styles['warning']} data-holes>{`Not in it: ${displayText(holesText(day.holes))}`}</p>
      )}
      <div className={own['outcome']}>
        <Outcome title="The month as it is" month={before} unit={unit} name="before" />
        <Outcome title="The month after" month={after} unit={unit} name="after" />
        <article className={styles['tile']} aria-label="Difference">
          <header>
            <h2>Difference</h2>
          </header>
          <p className={styles['hero']} data-outcome="difference">
            {signed(cents(after.money) - cents(before.money), unit)}
          </p>
          <p className={styles['note']}>
            {before.money > 0 ? signedShare((after.money - before.money) / before.money) : ''}
          </p>
        </article>
      </div>
      <div className={own['changes']}>
        <section className={styles['card']} aria-label="Traffic and cache">
          <h2>Traffic and cache</h2>
          <Slider
            label="Traffic, of what it is"
            value={scenario.traffic * 100}
            max={300}
            step={5}
            suffix="%"
            onChange={(value) => change({ traffic: value / 100 })}
          />
          {base.hitRate === null ? (
            <p className={styles['note']}>There is no cache that is asked.</p>
          ) : (
            <>
              <Slider
                label={`Cache hit rate, now ${shareText(base.hitRate)}`}
                value={Math.round((scenario.hitRate ?? base.hitRate) * 1000) / 10}
                max={MOST_HITS * 100}
                step={1}
                suffix="%"
                onChange={(value) => change({ hitRate: value / 100 })}
              />
              <p className={styles['note']}>
                Models are asked what the cache does not answer: tokens follow the misses.
              </p>
            </>
          )}
          <div>
            <Button onClick={() => setText('')} disabled={text === ''}>
              As it is
            </Button>
          </div>
        </section>
        <section className={styles['card']} aria-label="Models">
          <h2>Models</h2>
          {after.models.length === 0 && <p className={styles['note']}>No tokens in the last 24 hours.</p>}
          {after.models.map(({ model: name, share, perMillion, money, tokens }) => (
            <fieldset key={name} className={own['model']} data-model={name}>
              <legend>
                <bdi>{displayText(name || 'no model')}</bdi>
                {scenario.shares.has(name) && (
                  <Button
                    look="quiet"
                    onClick={() => change({ shares: without(scenario.shares, name) })}
                    aria-label={`Let ${name} take its part again`}
                  >
                    free
                  </Button>
                )}
              </legend>
              <Slider
                label={`Share of the tokens${scenario.shares.has(name) ? ', set' : ''}`}
                value={Math.round(share * 1000) / 10}
                max={100}
                step={1}
                suffix="%"
                onChange={(value) => change({ shares: new Map(scenario.shares).set(name, value / 100) })}
              />
              <PriceField
                label={`Price for 1M tokens of ${name}`}
                value={perMillion}
                isSet={scenario.prices.has(name)}
                onChange={(value) =>
                  change({
                    prices: value === null ? without(scenario.prices, name) : new Map(scenario.prices).set(name, value),
                  })
                }
              />
              <p className={styles['note']}>
                {`${formatText(tokens, { unit: 'tokens' })} tokens a month, ${money === null ? 'no price' : formatText(money, { unit })}`}
              </p>
            </fieldset>
          ))}
        </section>
      </div>
    </section>
  )
}

/** As it is shown, so that the difference is that of the two figures beside it. */
function cents(value: number): number {
  const perUnit = value < 0.01 ? 1e4 : 100
  return Math.round(value * perUnit) / perUnit
}

function without(entries: ReadonlyMap<string, number>, name: string): ReadonlyMap<string, number> {
  return new Map([...entries].filter(([key]) => key !== name))
}

interface OutcomeProps {
  readonly title: string
  readonly month: Month
  readonly unit: string
  readonly name: string
}

function Outcome({ title, month, unit, name }: OutcomeProps) {
  // What it is made of adds up to it, as both are shown.
  const [measured = 0, estimated = 0] = roundParts([month.measured, month.money - month.measured], 0.01)
  const text = (value: number) => formatText(value, { unit })
  return (
    <article className={styles['tile']} aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      <p className={styles['hero']} data-outcome={name} data-value={month.money}>
        <Money value={month.money} unit={unit} atLeast={month.atLeast} />
      </p>
      <p className={styles['note']}>
        {[
          ...(month.measured > 0 ? [`${text(measured)} from what is measured`] : []),
          `${text(estimated)} estimated from ${formatText(month.tokens, { unit: 'tokens' })} tokens`,
        ].join(' · ')}
      </p>
    </article>
  )
}

interface SliderProps {
  readonly label: string
  readonly value: number
  readonly max: number
  readonly step: number
  readonly suffix: string
  readonly onChange: (value: number) => void
}

/** A number that can be dragged and typed. */
function Slider({ label, value, max, step, suffix, onChange }: SliderProps) {
  const id = useId()
  const take = (text: string) => {
    const next = Number(text)
    if (text.trim() !== '' && next >= 0 && next <= max) onChange(next)
  }
  return (
    <div className={own['slider']}>
      <label htmlFor={id}>{label}</label>
      <input
        type="range"
        aria-label={`${label}, slider`}
        min={0}
        max={max}
        step={step}
        value={Math.min(value, max)}
        onChange={(event) => take(event.target.value)}
      />
      <span>
        <input
          id={id}
          type="number"
          min={0}
          max={max}
          step="any"
          value={value}
          onChange={(event) => take(event.target.value)}
        />{' '}
        {suffix}
      </span>
    </div>
  )
}

interface PriceFieldProps {
  readonly label: string
  readonly value: number | null
  readonly isSet: boolean
  readonly onChange: (value: number | null) => void
}

/** A price that can be typed; left empty it is what prices.json says. */
function PriceField({ label, value, isSet, onChange }: PriceFieldProps) {
  const id = useId()
  const take = (text: string) => {
    if (text.trim() === '') return onChange(null)
    const next = Number(text)
    if (next >= 0 && next <= 1e6) onChange(next)
  }
  return (
    <div className={own['price']}>
      <label htmlFor={id}>{`Price for 1M tokens${isSet ? ', set' : ''}`}</label>
      <input
        id={id}
        type="number"
        aria-label={label}
        min={0}
        step="any"
        value={value === null ? '' : Math.round(value * 1e6) / 1e6}
        placeholder="no price"
        onChange={(event) => take(event.target.value)}
      />
    </div>
  )
}
