import { describe, expect, test } from 'vitest'
import { bodyOf, failure } from '~/testing/prometheus-bodies'
import { decodeHttpError } from './http-error'

const nowMs = Date.UTC(2026, 0, 5, 12)
const url = 'http://prom.example/api/v1/query'

function errorOf(status: number, body: unknown, headers: Record<string, string> = {}) {
  return decodeHttpError({ status, body: bodyOf(body), headers: new Headers(headers), url }, 'Prometheus', nowMs).detail
}

describe('HTTP status to error', () => {
  test.each([
    [
      'F24 parse error',
      400,
      failure('bad_data', '1:4: parse error: unexpected <eof>'),
      'badRequest',
      '1:4: parse error: unexpected <eof>',
    ],
    [
      'F25 too many points',
      400,
      failure('bad_data', 'exceeded maximum resolution of 11,000 points per timeseries'),
      'tooMuch',
      '11,000',
    ],
    ['F29 unauthorized', 401, '', 'auth', '401'],
    ['F29 forbidden', 403, 'go away', 'auth', '403'],
    ['F29 not found', 404, '404 page not found', 'notFound', '404'],
    ['F29 method', 405, 'Method Not Allowed', 'badRequest', 'Method Not Allowed'],
    ['F29 not acceptable', 406, failure('not_acceptable', 'cannot encode'), 'badRequest', 'cannot encode'],
    ['F29 too large', 413, '<html>413</html>', 'tooMuch', '413'],
    ['F29 execution', 422, failure('execution', 'many-to-many matching not allowed'), 'execution', 'many-to-many'],
    [
      'F29 too many samples',
      422,
      failure('execution', 'query processing would load too many samples into memory'),
      'tooMuch',
      'too many samples',
    ],
    [
      'R6 the error type of VictoriaMetrics is its status',
      422,
      failure('422', 'cannot parse'),
      'execution',
      'cannot parse',
    ],
    ['F28 throttled, text', 429, 'too many requests', 'throttled', 'too many requests'],
    ['F29 cancelled', 499, failure('canceled', 'query was canceled'), 'unavailable', 'canceled'],
    ['F29 internal', 500, failure('internal', 'boom'), 'unavailable', 'boom'],
    ['F19 proxy', 502, '<html><h1>502 Bad Gateway</h1></html>', 'unavailable', 'status 502'],
    ['F27 query timeout', 503, failure('timeout', 'query timed out in expression evaluation'), 'timeout', 'timed out'],
    ['F10 not ready', 503, 'Service Unavailable', 'unavailable', 'Service Unavailable'],
    ['F19 gateway timeout', 504, '<html>504</html>', 'unavailable', 'status 504'],
    ['F32 an error that is no string', 400, failure('bad_data', { a: 1 }), 'badRequest', 'status 400'],
    ['an Alertmanager string', 400, '"bad matcher format"', 'badRequest', 'bad matcher format'],
    [
      'markup stays text',
      400,
      failure('bad_data', '<img src=x onerror=alert(1)>'),
      'badRequest',
      '<img src=x onerror=alert(1)>',
    ],
  ])('%s', (_, status, body, kind, words) => {
    const detail = errorOf(status, body)
    expect(detail).toMatchObject({ kind, httpStatus: status, address: url })
    expect(detail.message).toContain(words)
    expect(detail.message).not.toContain('<html')
    expect(detail.nextStep).toBeTruthy()
  })

  test.each([
    ['seconds', 429, '10', 10_000],
    ['a date', 503, new Date(nowMs + 42_000).toUTCString(), 42_000],
    ['a date in the past', 503, new Date(nowMs - 42_000).toUTCString(), 0],
    ['F28 unreadable cross-origin', 429, undefined, 10_000],
    ['junk', 503, 'soon', undefined],
    ['more than five minutes', 429, '86400', 300_000],
    ['on a status where it means nothing', 400, '10', undefined],
  ])('F28 Retry-After: %s', (_, status, value, retryAfterMs) => {
    const headers: Record<string, string> = value === undefined ? {} : { 'retry-after': value }
    expect(errorOf(status, '', headers).retryAfterMs).toBe(retryAfterMs)
  })

  test('a server that shuts down says so', () => {
    expect(errorOf(503, 'Service Unavailable', { 'x-prometheus-stopping': 'true' }).message).toBe(
      'Prometheus is shutting down.',
    )
  })

  test('a megabyte of error text is cut', () => {
    expect(errorOf(500, 'x'.repeat(1_000_000)).message.length).toBeLessThan(600)
  })
})
