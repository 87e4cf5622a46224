import { describe, expect, it } from 'vitest'
import type { Playlist, PlaylistPage } from '~/domain/config/config'
import { readOverscan, searchOfPage } from './playlist-address'
import { decodeView } from './view-codec'

const PLAYLIST: Playlist = { id: 'office', seconds: 30, theme: 'dark', pages: [] }
const PAGE: PlaylistPage = { path: '/d/a', vars: {}, hours: [] }

describe('readOverscan', () => {
  it.each([
    ['', null],
    ['?overscan=3', 3],
    ['?overscan=2.5', 2.5],
    ['?overscan=0', 0],
    ['?overscan=', null],
    ['?overscan=-1', null],
    ['?overscan=50', null],
    ['?overscan=javascript:', null],
  ])('%s', (search, expected) => {
    expect(readOverscan(search)).toBe(expected)
  })
})

describe('searchOfPage', () => {
  it.each<[string, Partial<PlaylistPage>, Partial<Playlist>, boolean, string]>([
    ['a page as it is', {}, {}, true, '?kiosk&autofitpanels'],
    ['and on a desk', {}, {}, false, ''],
    ['a range', { from: 'now-6h' }, {}, false, '?from=now-6h&to=now'],
    [
      'its refresh and zone',
      { refresh: 10_000, timeZone: 'utc' },
      { timeZone: 'Europe/Berlin' },
      false,
      '?refresh=10s&timezone=utc',
    ],
    ['the zone of the list', {}, { timeZone: 'Europe/Berlin' }, false, '?timezone=Europe%2FBerlin'],
  ])('%s', (_name, page, playlist, isOnWall, expected) => {
    expect(searchOfPage({ ...PAGE, ...page }, { ...PLAYLIST, ...playlist }, isOnWall)).toBe(expected)
  })

  it('says what the page reads', () => {
    const vars = { service: ['api', 'b&c=d'], one: ['x,y'] }
    const view = decodeView(new URLSearchParams(searchOfPage({ ...PAGE, vars, from: 'now-2h' }, PLAYLIST, true)))
    expect(view).toMatchObject({ from: 'now-2h', to: 'now', kiosk: true, autofitPanels: true })
    expect(Object.fromEntries(view.vars)).toEqual(vars)
  })
})
