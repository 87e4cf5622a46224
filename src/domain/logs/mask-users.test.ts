import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUserPath, maskIds, maskUsers } from './mask-users'
import type { LogLine } from './model'
import { parseLine } from './read/parse-line'
import { MASK } from './redact'
import { masksUsers } from './user-policy'

const lineOf = (raw: string): LogLine => ({ ...parseLine(raw, { readMs: 0, beforeMs: null }), id: 'a', stream: 's' })
const masked = (raw: string) => maskUsers(lineOf(raw))

it.each([
  ['wall', true, true],
  ['wall', false, false],
  ['never', true, false],
  ['always', false, true],
] as const)('user ids are masked %s: on a wall %s is %s', (policy, isWall, expected) => {
  expect(masksUsers(policy, isWall)).toBe(expected)
})

it.each([
  ['user_id', true],
  ['user', true],
  ['context.user_id', true],
  ['extra.userId', true],
  ['user.email', true],
  ['users', false],
  ['user_agent', false],
  ['superuser_count', false],
  ['request_id', false],
])('%s names a user: %s', (path, expected) => {
  expect(isUserPath(path)).toBe(expected)
})

describe('a line', () => {
  it('loses its user in fields, message, text and exception', () => {
    const line = masked(
      JSON.stringify({
        level: 'ERROR',
        message: 'Quota of user_456 used up',
        context: { user_id: 'user_456', request_id: 'abc-123' },
        path: '/accounts/user_456?by=user%5F456&n=4560',
        exception: { type: 'QuotaError', message: 'user_456: no', traceback: 'File "x"\nQuotaError: user_456: no' },
      }),
    )
    expect(JSON.stringify(line)).not.toMatch(/user_456/)
    expect(line.message).toBe(`Quota of ${MASK} used up`)
    expect(line.fields.find(({ path }) => path === 'context.request_id')?.value).toBe('abc-123')
    expect(line.exception?.type).toBe('QuotaError')
  })

  it.each([
    ['{"user": "lee", "message": "lee sleeps"}', `{"user": "${MASK}", "message": "${MASK} sleeps"}`],
    ['{"user_id": 42, "n": 142}', `{"user_id": ${MASK}, "n": 142}`],
    ['{"user": "J\\u00fcrgen", "m": "J\\u00fcrgen \\\\u00fc"}', `{"user": "${MASK}", "m": "${MASK} \\\\u00fc"}`],
    ['{"user": "a\\"b c", "n": 1}', `{"user": "${MASK}", "n": 1}`],
    ['{"user": null, "user_id": "", "n": 1}', '{"user": null, "user_id": "", "n": 1}'],
    ['{"u\\u0073er": "d\\u0061na"}', `{"user": "${MASK}"}`],
    ['2026-01-28 10:00:00 INFO sign-in user=dana ok', `2026-01-28 10:00:00 INFO sign-in user=${MASK} ok`],
    ['GET /users/dana/videos 200', `GET /users/${MASK}/videos 200`],
    ['body {\\"user_id\\": \\"u-1\\"}', `body {\\"user_id\\": \\"${MASK}\\"}`],
    ['the user_agent=x of superuser=y', `the user_agent=x of superuser=y`],
  ])('%s', (raw, expected) => {
    expect(masked(raw).raw).toBe(expected)
  })

  it('of any user says nothing of them', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => /[^\s•]/.test(text))
    fc.assert(
      fc.property(id, fc.constantFrom('user_id', 'user'), (user, field) => {
        const secret = `q7${user}z9`
        const { fields, raw, message } = masked(
          JSON.stringify({ message: `Hello ${secret}`, [field]: secret, at: `/v/${secret}` }),
        )
        const told = [message, ...fields.map(({ value }) => value), raw].join('\n')
        expect(told).not.toContain(secret)
        expect(told).not.toContain(JSON.stringify(secret).slice(1, -1))
      }),
    )
  })
})

it('ids that are known are masked in any text, however many there are', () => {
  const mask = maskIds(['lee', 'dana@example.org', ...Array.from({ length: 1_200 }, (_, i) => `user_${i}`)])
  expect(mask('lee and fleet and dana@example.org and dana%40example.org and user_1199 of user_1')).toBe(
    `${MASK} and fleet and ${MASK} and ${MASK} and ${MASK} of ${MASK}`,
  )
})
