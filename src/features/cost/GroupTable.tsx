import type { CostGroup } from '~/domain/cost/groups'
import { moneyUnit } from '~/domain/cost/price-book'
import { WINDOW_WORDS } from '~/domain/cost/windows'
import { formatInstant } from '~/domain/time/format-instant'
import { formatValue } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { Figure } from '~/panels/Figure'
import { Swatch } from './CostTrend'
import styles from './cost.module.css'
import { GROUPING_WORDS } from './GroupingChoice'
import { coloursOf, nameOf } from './group-look'
import { shareText } from './Money'
import type { Cost } from './use-cost'
import { holesText, isAtLeast, type WindowCost } from './window-cost'

const COLUMNS = ['today', 'day', 'month'] as const

/** Rows shown at most; the CSV has all of them. */
const MOST_ROWS = 50

/** The money of each group in each window; what is shown adds up to the last row. */
export function GroupTable({ cost: { model, grouping, timeZone } }: { readonly cost: Cost }) {
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
                {windows.map(({ id, truth, atMs }) => (
                  <th key={id} scope="col" data-number>
                    {WINDOW_WORDS[id]}
                    {truth.old && atMs !== null && (
                      <small>{` as of ${formatInstant(atMs, timeZone).slice(0, 16)}`}</small>
                    )}
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
                <td data-number>{whole <= 0 ? '–' : month && isAtLeast(month) ? '100 % of what is known' : '100 %'}</td>
                <td />
              </tr>
            </tfoot>
          </table>
        </section>
      )}
      {lacksOf(windows).map((text) => (
        <p key={text} className={styles['warning']} data-lacks>
          {displayText(text)}
        </p>
      ))}
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

function columnOf(window: WindowCost): Column {
  const { id, groups, shown } = window
  return {
    id,
    shown: shown.groups,
    raw: new Map(groups.map((group) => [group.id, group.money])),
    sum: shown.whole,
    decimals: shown.decimals,
    atLeast: isAtLeast(window),
  }
}

/** What the sums lack, each lack once with the columns that it is of. */
function lacksOf(windows: readonly WindowCost[]): readonly string[] {
  const lacks = new Map<string, string[]>()
  for (const { id, holes, truth } of windows) {
    if (holes.length === 0 || truth.kind === 'loading') continue
    const text = holesText(holes)
    lacks.set(text, [...(lacks.get(text) ?? []), WINDOW_WORDS[id].toLowerCase()])
  }
  return [...lacks].map(([text, words]) => `Not in the sums of ${words.join(', ')}: ${text}.`)
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
