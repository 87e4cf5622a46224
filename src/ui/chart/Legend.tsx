import { type MouseEvent, memo, useLayoutEffect, useRef } from 'react'
import {
  figureText,
  LegendFrame,
  type LegendPictureProps,
  type LegendRow,
  LegendRowFrame,
  sharedUnit,
} from './LegendFrame'

export interface LegendProps extends LegendPictureProps {
  readonly onIsolate: (id: string) => void
  readonly onToggle: (id: string) => void
}

/** The legend as a table: click shows a series alone, ctrl- or cmd-click takes it in or out. */
export const Legend = memo(function Legend({ label, columns, rows, note, onIsolate, onToggle }: LegendProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const unit = sharedUnit(rows)
  // Figures change at each refresh and nothing else does: they are written past React, and only where they differ.
  useLayoutEffect(() => {
    rows.forEach((row, i) => {
      const cells = body.current?.children[i]?.children
      row.cells.forEach((cell, j) => {
        const figure = cells?.[j + 1]?.firstElementChild
        if (figure) writeText(figure, figureText(cell, unit))
      })
    })
  }, [rows, unit])
  return (
    <LegendFrame label={label} columns={columns} count={rows.length} unit={unit} note={note} bodyRef={body}>
      {rows.map(({ id, name, colour, shown }) => (
        <Row
          key={id}
          id={id}
          name={name}
          colour={colour}
          shown={shown}
          columns={columns}
          onIsolate={onIsolate}
          onToggle={onToggle}
        />
      ))}
    </LegendFrame>
  )
})

type RowProps = Omit<LegendRow, 'cells'> & Pick<LegendProps, 'columns' | 'onIsolate' | 'onToggle'>

/** A row whose figures are empty: the legend writes them. */
const Row = memo(function Row({ onIsolate, onToggle, ...row }: RowProps) {
  const pick = (event: MouseEvent) => (event.ctrlKey || event.metaKey ? onToggle(row.id) : onIsolate(row.id))
  return <LegendRowFrame {...row} onPick={pick} />
})

function writeText(node: Element, text: string) {
  const { firstChild } = node
  if (!(firstChild instanceof Text)) node.textContent = text
  else if (firstChild.data !== text) firstChild.data = text
}
