// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Legend, type LegendRow } from './Legend'

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
