import { expect, it } from 'vitest'
import { createRedactor, MASK } from '~/domain/logs/redact'
import { assembleTrace } from './assemble'
import { redactTrace } from './redact-trace'

it('masks names, tags by what they are called, events and exceptions', () => {
  const exception = { type: 'E', message: 'password=hunter22', traceback: 'login(password="hunter22")' }
  const trace = assembleTrace(
    't',
    [
      {
        ...{ id: '1', parentId: null, service: 'api', startMs: 0, durationMs: 1, durationIs: 'measured', failed: true },
        name: 'GET /x?api_key=abcdef',
        tags: [
          { key: 'api_key', value: 'abcdef' },
          { key: 'http.url', value: 'https://me:secretly@host/' },
          { key: 'http.status_code', value: '500' },
        ],
        events: [{ timeMs: 0, name: 'Bearer abcdefghij', exception, lineId: null }],
      },
    ],
    'spans',
  )
  const [span] = redactTrace(trace, createRedactor({ patterns: [], common: true }).text).spans
  expect(span?.name).toBe(`GET /x?api_key=${MASK}`)
  expect(span?.tags.map(({ value }) => value)).toEqual([MASK, `https://me:${MASK}@host/`, '500'])
  expect(JSON.stringify(span?.events)).not.toMatch(/hunter22|abcdefghij/)
})
