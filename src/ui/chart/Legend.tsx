import { type MouseEvent, memo, type ReactNode, useLayoutEffect, useMemo, useRef } from 'react'
import { LegendFrame, type LegendPictureProps, type LegendRow, LegendRowFrame, sharedUnit } from './LegendFrame'
import { createLegendFigures, type LegendFigures } from './legend-figures'

export interface LegendProps extends LegendPictureProps {
  readonly onIsolate: (id: string) => void
  readonly onToggle: (id: string) => void
}

/** The legend as a table: click shows a series alone, ctrl- or cmd-click takes it in or out. */
export const Legend = memo(function Legend({ label, columns, rows, note, onIsolate, onToggle }: LegendProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const unit = sharedUnit(rows)
  const heads = useHeads(rows)
  // React looks at it again only where more than figures changed.
  const table = useMemo(
    () => (
      <LegendFrame label={label} columns={columns} count={heads.length} unit={unit} note={note} bodyRef={body}>
        {heads.map(({ id, name, colour, shown }) => (
          <Row key={id} {...{ id, name, colour, shown, columns, onIsolate, onToggle }} />
        ))}
      </LegendFrame>
    ),
    [label, columns, heads, unit, note, onIsolate, onToggle],
  )
  const figures = useRef<LegendFigures | null>(null)
  useLayoutEffect(() => {
    if (body.current !== null) figures.current = createLegendFigures(body.current)
    return () => figures.current?.destroy()
  }, [])
  const written = useRef<ReactNode>(null)
  useLayoutEffect(() => {
    const isNew = written.current !== table
    written.current = table
    figures.current?.show(rows, unit, isNew)
  }, [rows, unit, table])
  return table
})

/** The same array as before while nothing but figures changed. */
function useHeads(rows: readonly LegendRow[]): readonly LegendRow[] {
  const last = useRef(rows)
  const { current } = last
  const isSame =
    current.length === rows.length &&
    rows.every(({ id, name, colour, shown }, i) => {
      const before = current[i]
      return before?.id === id && before.name === name && before.colour === colour && before.shown === shown
    })
  if (!isSame) last.current = rows
  return last.current
}

type RowProps = Omit<LegendRow, 'cells'> & Pick<LegendProps, 'columns' | 'onIsolate' | 'onToggle'>

/** A row whose figures are empty: the legend writes them. */
const Row = memo(function Row({ onIsolate, onToggle, ...row }: RowProps) {
  const pick = (event: MouseEvent) => (event.ctrlKey || event.metaKey ? onToggle(row.id) : onIsolate(row.id))
  return <LegendRowFrame {...row} onPick={pick} />
})
