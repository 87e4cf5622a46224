import { expect, it } from 'vitest'
import { MASK } from '~/domain/logs/redact'
import { assembleTrace, type ToldSpan } from './assemble'
import { maskTraceUsers } from './mask-trace-users'

function span(id: string, given: Partial<ToldSpan>): ToldSpan {
  return {
    ...{ id, parentId: null, service: 'api', startMs: 0, durationMs: 1, durationIs: 'measured', failed: false },
    ...{ name: 'GET', tags: [], events: [] },
    ...given,
  }
}

it.each(['user_id', 'user.id', 'enduser.id', 'userId', 'app.user', 'user.email', 'http.request.user_id'])(
  'masks the tag %s, and its value wherever it is',
  (key) => {
    const exception = { type: 'E', message: 'no quota for kim-7731', traceback: 'charge("kim-7731")' }
    const trace = assembleTrace(
      't',
      [
        span('1', { tags: [{ key, value: 'kim-7731' }] }),
        span('2', {
          name: 'charge kim-7731',
          tags: [{ key: 'http.url', value: 'https://shop/accounts/kim-7731?x=1' }],
          events: [{ timeMs: 0, name: 'denied KIM-7731', exception, lineId: null }],
        }),
      ],
      'spans',
    )
    const masked = maskTraceUsers(trace)
    expect(JSON.stringify(masked)).not.toMatch(/kim-7731/i)
    expect(masked.spans.map(({ id, name, tags }) => [id, name, tags])).toEqual([
      ['1', 'GET', [{ key, value: MASK }]],
      ['2', `charge ${MASK}`, [{ key: 'http.url', value: `https://shop/accounts/${MASK}?x=1` }]],
    ])
  },
)

it('masks users that a text names itself, and leaves what names nobody', () => {
  const tags = [
    { key: 'user.signed_in', value: 'true' },
    { key: 'http.target', value: '/api/users/42/videos' },
    { key: 'http.user_agent', value: 'curl/8' },
    { key: 'db.statement', value: 'select * from jobs where user_id=42 and job_id=42' },
  ]
  const [masked] = maskTraceUsers(assembleTrace('t', [span('1', { name: 'GET /users/42', tags })], 'spans')).spans
  expect(masked?.name).toBe(`GET /users/${MASK}`)
  expect(masked?.tags.map(({ value }) => value)).toEqual([
    'true',
    `/api/users/${MASK}/videos`,
    'curl/8',
    `select * from jobs where user_id=${MASK} and job_id=42`,
  ])
})
