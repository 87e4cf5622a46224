import { afterEach, expect, it, vi } from 'vitest'
import { judgeAnswer, probeSite, type SiteState } from './probe-site'

const APP = '<script src="/assets/first-abc1234.js"></script><div id="root"></div>'
const PASSWORD = '<form><input type="password"></form>'

it.each<[string, number, string, SiteState['kind']]>([
  ['the app', 200, APP, 'here'],
  ['F11 401', 401, '', 'signIn'],
  ['403', 403, '', 'signIn'],
  ['a sign-in page with 200', 200, PASSWORD, 'signIn'],
  ['F19 502', 502, '', 'away'],
  ['503 while it is deployed', 503, '', 'away'],
  ['404 between two deploys', 404, '', 'away'],
])('%s', (_name, status, html, kind) => {
  expect(judgeAnswer(status, html).kind).toBe(kind)
})

afterEach(() => vi.unstubAllGlobals())

/** A server that redirects, and what is at the end of that; an error where the page may not see it. */
function redirecting(end: Response | Error): void {
  vi.stubGlobal('fetch', async (_path: string, { redirect }: RequestInit) => {
    if (redirect === 'manual') return Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' })
    if (end instanceof Error) throw end
    return end
  })
}

it.each<[string, Response | Error, object]>([
  [
    'F12 to another origin, which may renew the session',
    new TypeError('Failed to fetch'),
    { kind: 'signIn', renews: true },
  ],
  ['F12 to a password of this origin', new Response(PASSWORD), { kind: 'signIn', renews: false }],
  ['to the app itself', new Response(APP), { kind: 'here' }],
  ['to nobody who answers', new DOMException('late', 'TimeoutError'), { kind: 'away' }],
])('a redirect %s', async (_name, end, expected) => {
  redirecting(end)
  expect(await probeSite(true)).toMatchObject(expected)
})

it('a redirect is not followed where nobody would load the page anew', async () => {
  redirecting(new Error('asked'))
  expect(await probeSite(false)).toEqual({ kind: 'signIn', renews: false })
})
