import { describe, expect, it } from 'vitest'
import type { LogLine } from './model'
import { parseLine } from './read/parse-line'
import { createRedactor, MASK } from './redact'

const lineOf = (raw: string): LogLine => ({ ...parseLine(raw, { readMs: 0, beforeMs: null }), id: 'a', stream: 's' })
const common = createRedactor({ patterns: [], common: true })

describe('what commonly is secret', () => {
  it.each([
    ['Authorization: Bearer abc.def-123', `Authorization: Bearer ${MASK}`],
    ['login password=hunter2 user=x', `login password=${MASK} user=x`],
    ['{"api_key": "k-1", "n": 1}', `{"api_key": "${MASK}", "n": 1}`],
    ['body {\\"client_secret\\": \\"k-1\\"}', `body {\\"client_secret\\": \\"${MASK}\\"}`],
    ['key sk_live_abcdefghijklmnop12 used', `key ${MASK} used`],
    ['postgres://app:pw@db/x', `postgres://app:${MASK}@db/x`],
    ['token count 5, passwords are fine', 'token count 5, passwords are fine'],
  ])('%s', (text, masked) => {
    expect(common.text(text)).toBe(masked)
  })

  it('is masked in fields as in the text', () => {
    const raw = '{"message": "hello", "auth": {"password": "a\\"b c"}, "url": "/?q=a\\"b c", "n": 5}'
    const line = common.line(lineOf(raw))
    expect(JSON.stringify(line)).not.toMatch(/b c/)
    expect(line.fields.map(({ value }) => value)).toEqual(['hello', MASK, `/?q=${MASK}`, '5'])
  })

  it('is masked only where it was asked for', () => {
    const line = lineOf('password=hunter2')
    expect(createRedactor({ patterns: [], common: false }).line(line)).toBe(line)
  })
})

describe('patterns of the config', () => {
  const redactor = createRedactor({ patterns: ['"user_id":\\s*"([^"]+)"', '\\d{3}-\\d{4}'], common: false })

  it('masks groups, or all where there are none', () => {
    expect(redactor.text('"user_id": "u_1", tel 555-1234')).toBe(`"user_id": "${MASK}", tel ${MASK}`)
  })

  it('masks in every field what it masks in the text', () => {
    const line = redactor.line(
      lineOf(
        '{"user_id": "user_77", "message": "user_77 rang 555-1234", "exception": {"type": "E", "message": "no user_77"}}',
      ),
    )
    expect(JSON.stringify(line)).not.toMatch(/user_77|555/)
    expect(line.message).toBe(`${MASK} rang ${MASK}`)
    expect(line.exception?.message).toBe(`no ${MASK}`)
  })

  it('names patterns that it cannot use, and uses the others', () => {
    const odd = createRedactor({ patterns: ['(', '(?=x)', 'a{1000}{9}', 'ok'], common: false })
    expect(odd.faults).toHaveLength(3)
    expect(odd.text('ok')).toBe(MASK)
  })

  it('takes linear time', () => {
    const started = process.cpuUsage().user
    createRedactor({ patterns: ['(a+)+$'], common: true }).text(`${'a'.repeat(20_000)}!`)
    for (const piece of ['password', 'eyJ', '://a', 'sk_', 'bearer ', '"']) common.text(piece.repeat(20_000))
    expect(process.cpuUsage().user - started).toBeLessThan(2_000_000)
  })
})
