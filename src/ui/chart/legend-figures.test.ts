// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LegendRow } from './LegendFrame'
import { createLegendFigures } from './legend-figures'

const ROW = 24
const HEAD = 20
const COUNT = 20

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = () => undefined
      disconnect = () => undefined
    },
  )
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  document.getSelection()?.removeAllRanges()
  document.body.textContent = ''
})

const rowsOf = (text: string): LegendRow[] =>
  Array.from({ length: COUNT }, (_, i) => ({
    id: `${i}`,
    name: `${i}`,
    colour: '--s1',
    shown: true,
    cells: [{ text, unit: '' }],
  }))

/** A legend of twenty rows, of which five can be seen. */
function show() {
  const row = '<tr><th></th><td><span></span></td></tr>'
  document.body.innerHTML = `<div><table><tbody>${row.repeat(COUNT)}</tbody></table></div>`
  const body = document.querySelector('tbody') as HTMLElement
  const scroller = document.querySelector('div') as HTMLElement
  const size = (node: Element | null, sizes: object) => {
    for (const [name, value] of Object.entries(sizes)) Object.defineProperty(node, name, { value })
  }
  size(scroller, { clientHeight: HEAD + 5 * ROW })
  size(body, { offsetTop: HEAD })
  size(body.firstElementChild, { clientHeight: ROW })
  const figures = createLegendFigures(body)
  const scrollTo = (row: number) => {
    scroller.scrollTop = row * ROW
    scroller.dispatchEvent(new Event('scroll'))
  }
  /** Indices of the rows that have this text. */
  const rowsWith = (text: string) =>
    [...body.children].flatMap((child, i) => (child.querySelector('span')?.textContent === text ? [i] : []))
  return { figures, scrollTo, rowsWith }
}

test('a refresh writes the rows in view and one beyond; scrolled to, all are of the newest', async () => {
  const { figures, scrollTo, rowsWith } = show()
  figures.show(rowsOf('a'), '', true)
  expect(rowsWith('a')).toHaveLength(COUNT)
  scrollTo(10)
  figures.show(rowsOf('b'), '', false)
  await vi.waitFor(() => expect(rowsWith('b')).toEqual([9, 10, 11, 12, 13, 14, 15]))
  expect(rowsWith('a')).toHaveLength(COUNT - 7)
  scrollTo(11)
  expect(rowsWith('b')).toHaveLength(COUNT)
})

test('rows out of view follow after half a minute at most', async () => {
  const { figures, scrollTo, rowsWith } = show()
  figures.show(rowsOf('a'), '', true)
  scrollTo(0)
  figures.show(rowsOf('b'), '', false)
  await vi.waitFor(() => expect(rowsWith('b')).toEqual([0, 1, 2, 3, 4, 5]))
  vi.advanceTimersByTime(30_000)
  figures.show(rowsOf('c'), '', false)
  await vi.waitFor(() => expect(rowsWith('c')).toHaveLength(COUNT))
})

describe('rows out of view are of the newest', () => {
  async function showBehind() {
    const shown = show()
    shown.figures.show(rowsOf('a'), '', true)
    shown.scrollTo(0)
    shown.figures.show(rowsOf('b'), '', false)
    await vi.waitFor(() => expect(shown.rowsWith('b')).toHaveLength(6))
    return shown
  }
  const last = () => document.querySelector('tbody')?.lastElementChild as HTMLElement
  const select = () => document.getSelection()?.selectAllChildren(document.body)

  test.each<[string, () => void]>([
    [
      'when the focus comes to one of them',
      () => {
        last().tabIndex = 0
        last().focus()
      },
    ],
    [
      'when they are marked',
      () => {
        select()
        document.dispatchEvent(new Event('selectionchange'))
      },
    ],
    [
      'when they are copied, however they were marked',
      () => {
        select()
        last().dispatchEvent(new Event('copy', { bubbles: true }))
      },
    ],
    ['when the page is printed', () => window.dispatchEvent(new Event('beforeprint'))],
  ])('%s', async (_name, act) => {
    const { rowsWith } = await showBehind()
    act()
    expect(rowsWith('b')).toHaveLength(COUNT)
  })

  test('at each refresh while the focus is in them, and no longer when it has left', async () => {
    const { figures, rowsWith } = await showBehind()
    last().tabIndex = 0
    last().focus()
    figures.show(rowsOf('c'), '', false)
    await vi.waitFor(() => expect(rowsWith('c')).toHaveLength(COUNT))
    last().blur()
    figures.show(rowsOf('d'), '', false)
    await vi.waitFor(() => expect(rowsWith('d')).toHaveLength(6))
    figures.destroy()
    select()
    document.dispatchEvent(new Event('selectionchange'))
    expect(rowsWith('d')).toHaveLength(6)
  })
})
