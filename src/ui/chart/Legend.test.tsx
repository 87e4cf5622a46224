// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Legend } from './Legend'
import type { LegendRow } from './LegendFrame'

afterEach(cleanup)

const row = (name: string, unit: string, shown = true): LegendRow => ({
  id: `id of ${name}`,
  name,
  colour: '--s1',
  shown,
  cells: [
    { text: '1', unit },
    { text: '2', unit },
  ],
})

function show(rows: readonly LegendRow[]) {
  const onIsolate = vi.fn<(id: string) => void>()
  const onToggle = vi.fn<(id: string) => void>()
  render(<Legend label="Jobs" columns={['max', 'last']} rows={rows} onIsolate={onIsolate} onToggle={onToggle} />)
  return { onIsolate, onToggle }
}

test('a click isolates, with ctrl or cmd it toggles', () => {
  const { onIsolate, onToggle } = show([row('a', 's'), row('b', 's', false)])
  const [a, b] = screen.getAllByRole('button')
  if (a === undefined || b === undefined) return expect.unreachable()
  expect([a, b].map((button) => button.getAttribute('aria-pressed'))).toEqual(['true', 'false'])
  fireEvent.click(b)
  fireEvent.click(a, { ctrlKey: true })
  fireEvent.click(a, { metaKey: true })
  expect(onIsolate.mock.calls).toEqual([['id of b']])
  expect(onToggle.mock.calls).toEqual([['id of a'], ['id of a']])
})

test('hostile names are text', () => {
  const names = ['<img src=x onerror="__pwn++">', '__proto__', '</td></table><script>__pwn++</script>', '\u202Eesrever']
  show(names.map((name) => row(name, '')))
  expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual(names)
  expect(document.querySelector('img, script')).toBeNull()
})

test('a long unit is said once', () => {
  show([row('a', 'jobs/s')])
  expect(screen.getByRole('table').textContent).toBe('seriesjobs/smaxlasta12')
})

test('names are one line of printed characters', () => {
  show([row('a\n\tb\u001B[2J', ''), row('x'.repeat(5000), '')])
  const shown = screen.getAllByRole('button').map((button) => button.textContent)
  expect(shown).toEqual(['a b␛[2J', `${'x'.repeat(1024)}…`])
})

test('a refresh writes the figures that changed, rows that come get theirs', async () => {
  const figures = () => [...document.querySelectorAll('td')].map((cell) => cell.textContent)
  const props = { label: 'Jobs', columns: ['last'], onIsolate: vi.fn(), onToggle: vi.fn() }
  const one = (name: string, text: string): LegendRow => ({ ...row(name, ''), cells: [{ text, unit: 's' }] })
  const { rerender } = render(<Legend {...props} rows={[one('a', '1'), one('b', '2')]} />)
  expect(figures()).toEqual(['1 s', '2 s'])
  const [first, second] = [...document.querySelectorAll('td span')].map((span) => span.firstChild)
  rerender(<Legend {...props} rows={[one('a', '1'), one('b', '3')]} />)
  await vi.waitFor(() => expect(figures()).toEqual(['1 s', '3 s']))
  expect([...document.querySelectorAll('td span')].map((span) => span.firstChild)).toEqual([first, second])
  rerender(<Legend {...props} rows={[one('c', '7'), one('b', '4'), one('a', '5')]} />)
  expect(figures()).toEqual(['7 s', '4 s', '5 s'])
})

test('a figure that is only known to be at least so much has a sign, and words for who cannot see it', async () => {
  const props = { label: 'Jobs', columns: ['max', 'last'], onIsolate: vi.fn(), onToggle: vi.fn() }
  const least: LegendRow = {
    ...row('a', ''),
    cells: [
      { text: '10', unit: 's', atLeast: true },
      { text: '3', unit: 's' },
    ],
  }
  const cells = () => [...document.querySelectorAll('td')].map((cell) => [cell.textContent, cell.ariaLabel])
  const { rerender } = render(<Legend {...props} rows={[least]} />)
  expect(cells()).toEqual([
    ['≥ 10 s', 'at least 10 s'],
    ['3 s', null],
  ])
  rerender(<Legend {...props} rows={[{ ...least, cells: [...least.cells].reverse() }]} />)
  await vi.waitFor(() =>
    expect(cells()).toEqual([
      ['3 s', null],
      ['≥ 10 s', 'at least 10 s'],
    ]),
  )
})
