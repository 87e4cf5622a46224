import { expect, test } from 'vitest'
import { decodeRouting } from './decode-routing'
import { findUnreachable } from './find-unreachable'

/** Routes below the top, all to a receiver of their own by their place. */
function unreachableOf(routes: string) {
  const receivers = 'abcdefgh'.split('').map((name) => `{ name: ${name} }`)
  return findUnreachable(decodeRouting(`route: { receiver: a, routes: ${routes} }\nreceivers: [${receivers}]`))
}

test.each<[string, string, readonly string[]]>([
  ['one that matches all, before', '[{}, { matchers: [x=y] }]', ['0/1']],
  ['one that matches all and goes on', '[{ continue: true }, { matchers: [x=y] }]', []],
  ['the same matcher', '[{ matchers: [x=y] }, { matchers: [x=y, z=a] }]', ['0/1']],
  ['more matchers before', '[{ matchers: [x=y, z=a] }, { matchers: [x=y] }]', []],
  ['a pattern that has the value', '[{ matchers: [x=~"y|z"] }, { matchers: [x=y] }]', ['0/1']],
  ['a pattern that has both values', `[{ matchers: ['x=~"[a-z]"'] }, { matchers: [x=~"y|z"] }]`, ['0/1']],
  ['a pattern that has one of two values', '[{ matchers: [x=~"y"] }, { matchers: [x=~"y|z"] }]', []],
  ['values one by one', '[{ matchers: [x=y] }, { matchers: [x=z] }, { matchers: [x=~"y|z"] }]', ['0/2']],
  ['another value excluded', '[{ matchers: [x!=y] }, { matchers: [x=z] }]', ['0/1']],
  ['any value, of one that is set', '[{ matchers: [x!=""] }, { matchers: [x=~"z.+"] }]', ['0/1']],
  ['any value, of one that may be empty', '[{ matchers: [x!=""] }, { matchers: [x=~"z*"] }]', []],
  ['a dot that is no line break', '[{ matchers: [x=~".*"] }, { matchers: [y=z] }]', []],
  ['the same pattern', '[{ matchers: [x=~"a.*b"] }, { matchers: [x=~"a.*b"] }]', ['0/1']],
  ['a contradiction', '[{ matchers: [x=y, x=z] }]', ['0/0']],
  ['a contradiction with the route around', '[{ matchers: [x=y], routes: [{ matchers: [x=~"z.*"] }] }]', ['0/0/0']],
  ['an uncle', '[{ matchers: [x=y] }, { matchers: [z=a], routes: [{ matchers: [x=y] }] }]', ['0/1/0']],
  ['those inside of it', '[{}, { routes: [{ matchers: [x=y] }] }]', ['0/1', '0/1/0']],
])('%s', (_, routes, ids) => {
  expect([...unreachableOf(routes).routes.keys()]).toEqual(ids)
})

test('a reason is said in words', () => {
  const { routes } = unreachableOf('[{ matchers: [x=y] }, { matchers: [x=y, z=a] }, {}, { matchers: [x=z, x!=z] }]')
  expect([...routes.values()]).toEqual([
    'Every alert that it matches stops before it, at the route x="y".',
    'No alert matches x="z" and x!="z" at once.',
  ])
})

test('a receiver is unreachable where no reachable route sends to it by itself', () => {
  const { receivers } = unreachableOf(`[
    { receiver: b, matchers: [x=~"1|2"], routes: [{ receiver: c, matchers: [x=1] }, { receiver: d, matchers: [x=2] }] },
    { receiver: e, matchers: [x=1] },
    { receiver: f, matchers: [x=3], routes: [{ receiver: g, continue: true }] },
  ]`)
  expect(Object.fromEntries(receivers)).toEqual({
    b: 'No alert comes to a route that names it and sends by itself.',
    e: 'No alert comes to a route that names it and sends by itself.',
    f: 'No alert comes to a route that names it and sends by itself.',
    h: 'No route names it.',
  })
})

test('thousands of routes side by side are no work', () => {
  const many = Array.from({ length: 4_000 }, (_, i) => `{ matchers: [x="${i}"] }`)
  expect(unreachableOf(`[${many}]`).routes.size).toBe(0)
})
