import { describe, expect, it } from 'vitest'
import { commandOf } from './remote-keys'

const PLAIN = { ctrlKey: false, metaKey: false, altKey: false }

describe('commandOf', () => {
  it.each([
    ['ArrowRight', 'next'],
    ['ChannelUp', 'next'],
    ['MediaTrackNext', 'next'],
    ['ArrowLeft', 'previous'],
    ['ChannelDown', 'previous'],
    [' ', 'pause'],
    ['MediaPlayPause', 'pause'],
    ['Escape', 'leave'],
    ['GoBack', 'leave'],
    ['a', null],
    ['constructor', null],
  ])('%s', (key, expected) => {
    expect(commandOf({ ...PLAIN, key })).toBe(expected)
  })

  it('leaves the browser its own', () => {
    expect(commandOf({ ...PLAIN, key: 'ArrowLeft', altKey: true })).toBeNull()
  })
})
