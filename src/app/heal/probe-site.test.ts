import { expect, it } from 'vitest'
import { judgeAnswer, type SiteState } from './probe-site'

const APP = '<script src="/assets/first-abc1234.js"></script><div id="root"></div>'

it.each<[string, ResponseType, number, string, SiteState['kind']]>([
  ['the app', 'basic', 200, APP, 'here'],
  ['F12 a redirect elsewhere', 'opaqueredirect', 0, '', 'signIn'],
  ['F11 401', 'basic', 401, '', 'signIn'],
  ['403', 'basic', 403, '', 'signIn'],
  ['a sign-in page with 200', 'basic', 200, '<form><input type="password"></form>', 'signIn'],
  ['F19 502', 'basic', 502, '', 'away'],
  ['503 while it is deployed', 'basic', 503, '', 'away'],
  ['404 between two deploys', 'basic', 404, '', 'away'],
])('%s', (_name, type, status, html, kind) => {
  expect(judgeAnswer(type, status, html).kind).toBe(kind)
})
