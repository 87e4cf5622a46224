import type { CostGroup } from '~/domain/cost/groups'
import { moneyUnit } from '~/domain/cost/price-book'
import { moneyStep, roundParts } from '~/domain/cost/round-parts'
import { WINDOW_WORDS } from '~/domain/cost/windows'
import { formatValue } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { Figure } from '~/panels/Figure'
import { Swatch } from './CostTrend'
import styles from './cost.module.css'
import { isAtLeast, type WindowCost } from './cost-model'
import { GROUPING_WORDS } from './GroupingChoice'
import { coloursOf, nameOf } from './group-look'
import { shareText } from './Money'
import type { Cost } from './use-cost'

const COLUMNS = ['today', 'day', 'month'] as const

/** Rows shown at most; the CSV has all of them. */
const MOST_ROWS = 50

/** The money of each group in each window; what is shown adds up to the last row. */
export function GroupTable({ cost: { model, grouping } }: { readonly cost: Cost }) {
  const unit = moneyUnit(model.book)
  const windows = COLUMNS.flatMap((id) => model.windows.get(id) ?? [])
  const columns = windows.map((window) => columnOf(window))
  const month = model.windows.get('month')
  const rows = [
    ...new Map(
      windows.toReversed().flatMap(({ groups }) => groups.map((group) => [group.id, group] as const)),
    ).values(),
  ]
  const colours = coloursOf(rows.map(({ id }) => id))
  const whole = month?.groups.reduce((sum, { money }) => sum + money, 0) ?? 0
  const title = `Cost by ${grouping}`
  return (
    <section className={styles['card']} aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className={styles['note']}>{month?.truth.kind === 'loading' ? 'Asks…' : 'No cost is known to divide.'}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className={styles['scroll']} tabIndex={0} aria-label={`${title}, table`}>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">{GROUPING_WORDS[grouping]}</th>
                {windows.map(({ id }) => (
                  <th key={id} scope="col" data-number>
                    {WINDOW_WORDS[id]}
                  </th>
                ))}
                <th scope="col" data-number>
                  Share of the month
                </th>
                <th scope="col">Known by</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, MOST_ROWS).map((row) => (
                <Row
                  key={row.id}
                  row={row}
                  name={nameOf(row, grouping)}
                  colour={colours.get(row.id) ?? '--s1'}
                  columns={columns}
                  unit={unit}
                  share={whole > 0 ? (month?.groups.find(({ id }) => id === row.id)?.money ?? 0) / whole : null}
                />
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">
                  All{rows.length > MOST_ROWS && `, with ${rows.length - MOST_ROWS} that are not listed`}
                </th>
                {columns.map(({ id, sum, decimals, atLeast }) => (
                  <td key={id} data-number data-sum={id}>
                    <Figure {...formatValue(sum, { unit, decimals })} atLeast={sum !== null && atLeast} />
                  </td>
                ))}
                <td data-number>{whole > 0 ? '100 %' : '–'}</td>
                <td />
              </tr>
            </tfoot>
          </table>
        </section>
      )}
    </section>
  )
}

interface Column {
  readonly id: string
  readonly shown: ReadonlyMap<string, number>
  readonly raw: ReadonlyMap<string, number>
  readonly sum: number | null
  readonly decimals: number
  readonly atLeast: boolean
}

/** A window's money rounded so that the rows add up to the sum as they are shown. */
function columnOf(window: WindowCost): Column {
  const { id, groups, total } = window
  const { step, decimals } = moneyStep(total.money ?? 0)
  const rounded = roundParts(
    groups.map(({ money }) => money),
    step,
  )
  const perStep = Math.round(1 / step)
  const steps = rounded.reduce((sum, value) => sum + Math.round(value * perStep), 0)
  return {
    id,
    shown: new Map(groups.map((group, i) => [group.id, rounded[i] ?? 0])),
    raw: new Map(groups.map((group) => [group.id, group.money])),
    sum: groups.length === 0 ? total.money : steps / perStep,
    decimals,
    atLeast: isAtLeast(window),
  }
}

interface RowProps {
  readonly row: CostGroup
  readonly name: string
  readonly colour: string
  readonly columns: readonly Column[]
  readonly unit: string
  readonly share: number | null
}

const KINDS = { estimated: 'estimate', measured: 'measured', both: 'both' } as const

function Row({ row, name, colour, columns, unit, share }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <Swatch colour={colour} />
        <bdi>{displayText(name)}</bdi>
      </th>
      {columns.map(({ id, shown, raw, decimals }) => {
        const value = shown.get(row.id)
        const isTiny = value === 0 && (raw.get(row.id) ?? 0) > 0
        return (
          <td key={id} data-number>
            {value === undefined
              ? '–'
              : `${isTiny ? '<' : ''}${formatValue(isTiny ? 10 ** -decimals : value, { unit, decimals }).text}`}
          </td>
        )
      })}
      <td data-number>{share === null ? '–' : shareText(share)}</td>
      <td>{KINDS[row.kind]}</td>
    </tr>
  )
}
