import { expect, it } from 'vitest'
import { cursorGroupOf, useCrosshair } from '~/state/crosshair'
import { createZoomHistory } from '~/state/zoom-history'

it('goes back through the ranges that zooms left, twenty at most', () => {
  const history = createZoomHistory()
  const { push, pop, clear } = history.getState()
  expect(pop()).toBeUndefined()
  push({ from: 'now-6h', to: 'now' })
  push({ from: 'now-6h', to: 'now' })
  push({ from: '1000', to: '2000' })
  expect(pop()).toEqual({ from: '1000', to: '2000' })
  expect(pop()).toEqual({ from: 'now-6h', to: 'now' })
  expect(pop()).toBeUndefined()
  for (let i = 0; i < 50; i++) push({ from: String(i), to: 'now' })
  expect(history.getState().earlier).toHaveLength(20)
  expect(pop()?.from).toBe('49')
  clear()
  expect(history.getState().earlier).toEqual([])
})

it('shares the crosshair until told otherwise', () => {
  expect(cursorGroupOf(useCrosshair.getState().shared, 'a')).toBe('page')
  useCrosshair.getState().toggle()
  expect(cursorGroupOf(useCrosshair.getState().shared, 'a')).toBe('panel:a')
  useCrosshair.getState().toggle()
})
