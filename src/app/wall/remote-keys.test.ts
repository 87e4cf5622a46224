import { describe, expect, it } from 'vitest'
import { commandOf } from './remote-keys'

const PLAIN = { ctrlKey: false, metaKey: false, altKey: false }

describe('commandOf', () => {
  it.each([
    ['ArrowRight', 'next'],
    ['ArrowDown', 'next'],
    ['PageDown', 'next'],
    ['ChannelUp', 'next'],
    ['MediaTrackNext', 'next'],
    ['MediaFastForward', 'next'],
    ['ArrowLeft', 'previous'],
    ['ArrowUp', 'previous'],
    ['PageUp', 'previous'],
    ['ChannelDown', 'previous'],
    ['MediaTrackPrevious', 'previous'],
    ['MediaRewind', 'previous'],
    [' ', 'pause'],
    ['MediaPlayPause', 'pause'],
    ['MediaPlay', 'pause'],
    ['MediaPause', 'pause'],
    ['Pause', 'pause'],
    ['Escape', 'leave'],
    ['BrowserBack', 'leave'],
    ['GoBack', 'leave'],
    ['Exit', 'leave'],
    ['MediaStop', 'leave'],
    ['a', null],
    ['constructor', null],
  ])('%s', (key, expected) => {
    expect(commandOf({ ...PLAIN, key })).toBe(expected)
  })

  it('leaves the browser its own', () => {
    expect(commandOf({ ...PLAIN, key: 'ArrowLeft', altKey: true })).toBeNull()
  })
})
