import { describe, expect, it } from 'vitest'
import { DecodeError } from '~/lib/decode'
import { decodeConfig, decodeConfigWithWarnings } from './config'

const PAGE = { path: '/d/shorts-main' }

function configWith(more: object): object {
  return {
    schema: 1,
    sources: { metrics: [{ id: 'p', kind: 'prometheus', url: '/prometheus' }] },
    dashboards: ['shorts-main'],
    ...more,
  }
}

const withPage = (page: object) => configWith({ playlists: [{ id: 'office', pages: [page] }] })

function issuesOf(input: unknown): readonly string[] {
  try {
    decodeConfig(input)
    return []
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    return error.issues.map(({ path, message }) => `${path} ${message}`)
  }
}

describe('playlists', () => {
  it('reads a whole one', () => {
    const page = {
      path: '/d/shorts-main/job-duration',
      ...{ from: 'now-6h', to: 'now', refresh: '10s', timeZone: 'utc', vars: { service: ['api', 'worker'] } },
      ...{ seconds: 45, hours: ['08:00-12:00', '22:00-24:00'] },
    }
    const dim = { hours: ['22:00-06:00'], brightness: 25 }
    const [playlist] = decodeConfig(
      configWith({ playlists: [{ id: 'office', title: 'Office', overscan: 2.5, theme: 'light', dim, pages: [page] }] }),
    ).playlists
    expect(playlist).toMatchObject({
      id: 'office',
      seconds: 30,
      theme: 'light',
      overscan: 2.5,
      dim: { brightness: 25 },
    })
    expect(playlist?.pages[0]).toEqual({
      ...page,
      refresh: 10_000,
      hours: [
        { fromMinute: 480, toMinute: 720 },
        { fromMinute: 1320, toMinute: 1440 },
      ],
    })
  })

  it('needs little', () => {
    const { playlists, wall } = decodeConfig(withPage(PAGE))
    expect(playlists).toEqual([{ id: 'office', seconds: 30, theme: 'dark', pages: [{ ...PAGE, vars: {}, hours: [] }] }])
    expect(wall).toEqual({ overscan: 0 })
    expect(decodeConfig(configWith({})).playlists).toEqual([])
  })

  it.each([
    ['no pages', configWith({ playlists: [{ id: 'a' }] }), '/playlists/0/pages is missing'],
    [
      'an empty list',
      configWith({ playlists: [{ id: 'a', pages: [] }] }),
      '/playlists/0/pages must name at least one page',
    ],
    [
      'two of one name',
      configWith({ playlists: [1, 2].map(() => ({ id: 'a', pages: [PAGE] })) }),
      '/playlists must not repeat an id',
    ],
    [
      'another origin',
      withPage({ path: 'https://evil.example/' }),
      '/playlists/0/pages/0/path must be a page such as "/d/shorts-main", without "?"',
    ],
    [
      'another origin without a scheme',
      withPage({ path: '//evil.example' }),
      '/playlists/0/pages/0/path must be a page such as "/d/shorts-main", without "?"',
    ],
    [
      'a query',
      withPage({ path: '/d/a?from=1' }),
      '/playlists/0/pages/0/path must be a page such as "/d/shorts-main", without "?"',
    ],
    [
      'an odd time',
      withPage({ ...PAGE, from: 'yesterday' }),
      '/playlists/0/pages/0/from must be a time such as "now-6h", "now/d" or "2026-06-01 08:00"',
    ],
    ['a page in a hurry', withPage({ ...PAGE, seconds: 1 }), '/playlists/0/pages/0/seconds must be at least 5'],
    [
      'odd hours',
      withPage({ ...PAGE, hours: ['8-20'] }),
      '/playlists/0/pages/0/hours/0 must be hours such as "08:00-20:00" or "22:00-06:00"',
    ],
    [
      'a variable that is no list',
      withPage({ ...PAGE, vars: { service: 'api' } }),
      '/playlists/0/pages/0/vars/service must be a list',
    ],
    ['half of the screen', configWith({ wall: { overscan: 50 } }), '/wall/overscan must be at most 10'],
    ['black', configWith({ wall: { dim: { hours: [], brightness: 0 } } }), '/wall/dim/brightness must be at least 5'],
  ])('refuses %s', (_name, input, issue) => {
    expect(issuesOf(input)).toEqual([issue])
  })

  it.each([
    ['/', null],
    ['/alerts', null],
    ['/alerts/history', null],
    ['/d/shorts-main/job-duration', null],
    ['/d/nope', 'is skipped: no dashboard has the id "nope"'],
    ['/tv/office', 'is skipped: there is no such page'],
  ])('warns of pages that nobody has: %s', (path, message) => {
    const { warnings } = decodeConfigWithWarnings(withPage({ path }))
    expect(warnings).toEqual(message === null ? [] : [{ path: '/playlists/0/pages/0/path', message }])
  })
})
