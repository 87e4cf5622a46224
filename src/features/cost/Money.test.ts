import { describe, expect, it } from 'vitest'
import { shareText, signedShare } from './Money'

describe('a share', () => {
  it.each<[number, string]>([
    [0, '0.0 %'],
    [0.0004, '<0.1 %'],
    [0.5, '50 %'],
    [0.9995, '>99.9 %'],
    [1, '100 %'],
    [1.004, '100.4 %'],
    [1.198, '120 %'],
    [7.5, '750 %'],
  ])('of %d reads %s', (share, text) => expect(shareText(share)).toBe(text))

  it.each<[number | null, string]>([
    [0, '±0 %'],
    [-0, '±0 %'],
    [-0.0004, '±0 %'],
    [0.046, '+4.6 %'],
    [-0.15, '−15 %'],
    [-1, 'gone'],
    [null, 'new'],
  ])('of change %s reads %s', (share, text) => expect(signedShare(share)).toBe(text))
})
