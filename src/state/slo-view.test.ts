import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSloView, encodeSloView, SLO_ORDERS, SLO_RATES } from './slo-view'

describe('the view of the objectives', () => {
  it('is the default where the address is silent, or says what nobody knows', () => {
    const silent = { platform: '', order: 'worst', rate: '1h' }
    expect(decodeSloView(new URLSearchParams())).toEqual(silent)
    expect(decodeSloView(new URLSearchParams('platform=../x&sort=best&rate=9y'))).toEqual(silent)
  })

  it('comes back as it was written, and leaves all else alone', () => {
    const view = fc.record({
      platform: fc.constantFrom('', 'shorts', 'a-b-1'),
      order: fc.constantFrom(...SLO_ORDERS),
      rate: fc.constantFrom(...SLO_RATES),
    })
    fc.assert(
      fc.property(view, (one) => {
        const params = encodeSloView(one, new URLSearchParams('theme=dark&platform=old&rate=old'))
        expect(decodeSloView(params)).toEqual(one)
        expect(params.get('theme')).toBe('dark')
      }),
    )
  })
})
