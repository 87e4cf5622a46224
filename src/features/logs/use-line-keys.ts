import type { Virtualizer } from '@tanstack/react-virtual'
import type { RefObject } from 'react'
import { useShortcuts } from '~/ui/primitives/shortcuts/use-shortcuts'

const GROUP = 'Log lines'

/** Keys that move the focus from line to line: from the one that has it, else from the first in view. Enter opens it, as it is a button. */
export function useLineKeys(
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  count: number,
): void {
  const focused = () => {
    const { activeElement } = document
    const line = scroller.current?.contains(activeElement) === true ? activeElement?.closest('[data-index]') : null
    return line == null ? null : Number(line.getAttribute('data-index'))
  }
  const move = (by: number) => {
    const from = focused()
    const next = from === null ? (virtualizer.range?.startIndex ?? 0) : Math.min(count - 1, Math.max(0, from + by))
    virtualizer.scrollToIndex(next, { align: 'auto' })
    // Lines beside those in view are there already.
    scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] > button`)?.focus({ preventScroll: true })
  }
  const hasLines = () => count > 0
  // Elsewhere arrows are the page's own.
  const isInList = () => count > 0 && scroller.current?.contains(document.activeElement) === true
  useShortcuts([
    { keys: 'j', label: 'The next line', group: GROUP, isActive: hasLines, run: () => move(1) },
    { keys: 'k', label: 'The line before', group: GROUP, isActive: hasLines, run: () => move(-1) },
    { keys: 'down', label: 'The next line, from a line', group: GROUP, isActive: isInList, run: () => move(1) },
    { keys: 'up', label: 'The line before, from a line', group: GROUP, isActive: isInList, run: () => move(-1) },
  ])
}
