import { describe, expect, it } from 'vitest'
import { decodeRouting } from './decode-routing'
import { RoutingError } from './route-tree'

const RECEIVERS = 'receivers: [{ name: a }, { name: b, email_configs: [{ to: x }], slack_configs: [] }]'
const decode = (routes: string) => decodeRouting(`route: { receiver: a, routes: ${routes} }\n${RECEIVERS}`)
const faultOf = (text: string): string => {
  try {
    decodeRouting(text)
  } catch (error) {
    if (error instanceof RoutingError) return error.message
    throw error
  }
  return ''
}

describe('a configuration', () => {
  it('hands settings down, but for those of a route alone', () => {
    const { root } = decodeRouting(`
route:
  receiver: a
  group_by: [alertname]
  group_wait: 10s
  routes:
    - receiver: b
      repeat_interval: 1h
      continue: true
      mute_time_intervals: [nights]
      active_time_intervals: [days]
      routes: [{ group_by: ['...'], group_interval: 1m30s }, { group_by: [] }]
${RECEIVERS}`)
    const [middle] = root.routes
    const own = { receiver: 'b', groupWaitMs: 10_000, groupIntervalMs: 300_000, repeatIntervalMs: 3_600_000 }
    const alone = { goesOn: true, muteTimes: ['nights'], activeTimes: ['days'] }
    expect(root).toMatchObject({ receiver: 'a', groupBy: ['alertname'], repeatIntervalMs: 14_400_000, goesOn: false })
    expect(middle).toMatchObject({ ...own, ...alone, groupBy: ['alertname'], id: '0/0' })
    const inner = { ...own, goesOn: false, muteTimes: [], activeTimes: [] }
    expect(middle?.routes[0]).toMatchObject({ ...inner, groupBy: ['...'], groupIntervalMs: 90_000, id: '0/0/0' })
    expect(middle?.routes[1]).toMatchObject({ ...inner, groupBy: ['alertname'], id: '0/0/1' })
  })

  it('has matchers in three forms, and receivers with what they send by', () => {
    const { root, receivers } = decode(
      `[{ match: { x: 1 }, match_re: { y: a|b }, matchers: ['z!="c"', '{u=~d, v!~"e"}', '"with space"="f"'] }]`,
    )
    expect(root.routes[0]?.matchers.map(({ name, op, value }) => name + op + value)).toEqual([
      'x=1',
      'y=~a|b',
      'z!=c',
      'u=~d',
      'v!~e',
      'with space=f',
    ])
    expect(receivers).toEqual([
      { name: 'a', kinds: [] },
      { name: 'b', kinds: ['email'] },
    ])
  })

  it.each([
    ['nothing', '', 'line 1, column 1: no routes provided'],
    ['no receiver at the top', 'route: {}', 'root route must specify a default receiver'],
    [
      'an unknown receiver',
      `route: { receiver: c }\n${RECEIVERS}`,
      'line 1, column 20, /route/receiver: undefined receiver "c"',
    ],
    ['matchers at the top', `route: { receiver: a, matchers: [x=y] }\n${RECEIVERS}`, 'must not have any matchers'],
    [
      'a bad matcher',
      `route: { receiver: a, routes: [{ matchers: [x] }] }\n${RECEIVERS}`,
      '/route/routes/0/matchers/0: bad matcher format: x',
    ],
    [
      'a bad pattern',
      `route: { receiver: a, routes: [{ match_re: { x: ( } }] }\n${RECEIVERS}`,
      '/route/routes/0/match_re/x: error parsing regexp',
    ],
    ['a bad duration', `route: { receiver: a, group_wait: soon }\n${RECEIVERS}`, 'not a valid duration string: "soon"'],
    ['a list in place of a map', 'route: [a]', 'line 1, column 8, /route: cannot unmarshal !!seq into config.Route'],
    ['no truth', `route: { receiver: a, continue: maybe }\n${RECEIVERS}`, 'cannot unmarshal !!str `maybe` into bool'],
    ['no YAML', 'route: {', 'line 1'],
    ['a web page', '<html>\n<body>', 'into config.Config'],
    ['itself', 'route: &a { receiver: a, routes: [*a] }', 'contains itself'],
    [
      'routes that double',
      `x0: &x0 { receiver: a }\n${Array.from({ length: 40 }, (_, i) => `x${i + 1}: &x${i + 1} { routes: [*x${i}, *x${i}] }`).join('\n')}\nroute: { receiver: a, routes: [*x40] }\n${RECEIVERS}`,
      'more than 5000 routes',
    ],
    [
      'matchers by aliases',
      `x: &x [${'x=y,'.repeat(900)}]\nroute: { receiver: a, routes: [${'{ matchers: *x },'.repeat(900)}] }\n${RECEIVERS}`,
      'more than 50000 matchers',
    ],
    [
      'patterns',
      `route: { receiver: a, routes: [${Array.from({ length: 100 }, (_, i) => `{ match_re: { x: '(a{${900 - i}}|b)+' } },`).join('')}] }\n${RECEIVERS}`,
      'too many to be compiled',
    ],
  ])('that is %s is refused with its place', (_, text, message) => {
    expect(faultOf(text)).toContain(message)
  })

  it('of a newer server may say more', () => {
    expect(decodeRouting(`tracing: {}\nroute: { receiver: a, new: 1 }\n${RECEIVERS}`).root.receiver).toBe('a')
  })
})
