import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { useServices } from '~/data/services-context'
import { displayText } from '~/lib/display-text'
import { RuleItem } from './RuleItem'
import { isNamed, type RuleGroup, type RuleRow } from './rule-rows'
import styles from './rules.module.css'
import { useNamedInView } from './use-named-in-view'

/** With more rules than these only those near the window are in the page. */
const WINDOW_FROM = 200

interface RuleListProps {
  readonly groups: readonly RuleGroup[]
  /** Address of the rule whose details are shown. */
  readonly openId: string | null
  /** Whether the order is that of all that is known. */
  readonly isSettled: boolean
  readonly onOpen: (id: string | null) => void
}

/** Rules by platform and group; of many those that are seen. */
export function RuleList({ groups, openId, isSettled, onOpen }: RuleListProps) {
  const count = groups.reduce((sum, { rows }) => sum + rows.length, 0)
  const isOpenOf = (row: RuleRow) => openId !== null && isNamed(row, openId)
  const itemOf = (row: RuleRow) => {
    const isOpen = isOpenOf(row)
    return <RuleItem row={row} isOpen={isOpen} onToggle={() => onOpen(isOpen ? null : row.id)} />
  }
  const list = { groups, itemOf, isOpenOf, isSettled }
  return count > WINDOW_FROM ? <WindowedRules {...list} /> : <AllRules {...list} />
}

interface ListProps {
  readonly groups: readonly RuleGroup[]
  readonly itemOf: (row: RuleRow) => ReactNode
  readonly isOpenOf: (row: RuleRow) => boolean
  readonly isSettled: boolean
}

function AllRules({ groups, itemOf, isOpenOf, isSettled }: ListProps) {
  const named = useRef<HTMLLIElement>(null)
  const place = groups.flatMap(({ rows }) => rows).findIndex(isOpenOf)
  // Its head, for the whole may be taller than the window.
  useNamedInView(place, isSettled, () => named.current?.querySelector('button')?.scrollIntoView({ block: 'center' }))
  return groups.map((group) => (
    <section key={`${group.platform}\n${group.group}`} className={styles['group']}>
      <GroupHead group={group} />
      <ul className={styles['rules']}>
        {group.rows.map((row) => (
          <li key={row.id} ref={isOpenOf(row) ? named : null}>
            {itemOf(row)}
          </li>
        ))}
      </ul>
    </section>
  ))
}

function GroupHead({ group: { platform, group, rows } }: { readonly group: RuleGroup }) {
  const { config } = useServices()
  const title = config.platforms.find(({ id }) => id === platform)?.title ?? platform
  return (
    <h2 className={styles['head']}>
      {displayText(title === '' ? group : title)}
      <span>
        {title === '' ? '' : `${displayText(group)} · `}
        {rows.length}
      </span>
    </h2>
  )
}

type Line = { readonly key: string; readonly group: RuleGroup } | { readonly key: string; readonly row: RuleRow }

function WindowedRules({ groups, itemOf, isOpenOf, isSettled }: ListProps) {
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [])
  const lines = groups.flatMap((group): Line[] => [
    { key: `group ${group.platform} ${group.group}`, group },
    ...group.rows.map((row) => ({ key: `rule ${row.id}`, row })),
  ])
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: () => 64,
    getItemKey: (i) => lines[i]?.key ?? i,
    overscan: 8,
    scrollMargin: top,
    useFlushSync: false,
  })
  const place = lines.findIndex((line) => 'row' in line && isOpenOf(line.row))
  useNamedInView(place, isSettled, (at) => virtualizer.scrollToIndex(at, { align: 'center' }))
  return (
    <ul ref={list} className={styles['windowed']} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const line = lines[index]
        if (line === undefined) return null
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            {'row' in line ? itemOf(line.row) : <GroupHead group={line.group} />}
          </li>
        )
      })}
    </ul>
  )
}
