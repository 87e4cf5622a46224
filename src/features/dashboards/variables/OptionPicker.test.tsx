// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { OptionPicker } from '~/features/dashboards/variables/OptionPicker'

afterEach(cleanup)

function show(count: number) {
  const picked: (readonly string[])[] = []
  const options = Array.from({ length: count }, (_, i) => ({ value: `v${i}`, text: `v${i}` }))
  render(<OptionPicker label="Queue" options={options} chosen={[]} onPick={(values) => picked.push(values)} />)
  const field = screen.getByRole('combobox')
  const press = (...keys: readonly string[]) => {
    for (const key of keys) fireEvent.keyDown(field, { key })
  }
  const active = () => document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.textContent
  return { field, press, active, picked }
}

test('arrows go round, page keys stop at the ends, and Enter picks', () => {
  const { press, active, picked } = show(20)
  expect(active()).toBe('v0')
  press('ArrowUp')
  expect(active()).toBe('v19')
  press('ArrowDown', 'ArrowDown')
  expect(active()).toBe('v1')
  press('PageDown')
  expect(active()).toBe('v9')
  press('PageDown', 'PageDown')
  expect(active()).toBe('v19')
  press('PageUp', 'PageUp', 'PageUp')
  expect(active()).toBe('v0')
  press('ArrowDown', 'Enter')
  expect(picked).toEqual([['v1']])
})

test('what is typed begins at the first that is found, and nothing found is nothing picked', () => {
  const { field, press, active, picked } = show(20)
  press('ArrowDown', 'ArrowDown')
  fireEvent.change(field, { target: { value: 'v1' } })
  expect(active()).toBe('v1')
  fireEvent.change(field, { target: { value: 'none' } })
  press('ArrowDown', 'ArrowUp', 'Enter')
  expect(active()).toBeUndefined()
  expect(picked).toEqual([])
})
