import { expect, it } from 'vitest'
import { AUDIT_BY_EVENT, AUDIT_BY_LOGGER, readAudit } from './audit'
import { checkLogQuery } from './query/compile-log-query'
import { parseLine } from './read/parse-line'

const factOf = (fields: Record<string, unknown>) =>
  readAudit({
    ...parseLine(JSON.stringify({ message: 'Told', ...fields }), { readMs: 0, beforeMs: null }),
    id: 'a',
    stream: 's',
  })

it.each([
  [{ event_type: 'auth_attempt', success: true, ip_address: '10.0.0.4' }, null, 'Signed in from 10.0.0.4'],
  [{ event_type: 'auth_attempt', success: false, ip_address: '203.0.113.9' }, 'Sign-in failed', 'from 203.0.113.9'],
  [{ event_type: 'auth_attempt' }, null, 'Sign-in attempted'],
  [{ event_type: 'api_access', endpoint: '/v1/t', method: 'GET', status_code: 200 }, null, 'GET /v1/t → 200'],
  [{ event_type: 'api_access', endpoint: '/v1/t', method: 'GET', status_code: 403 }, 'Refused', 'GET /v1/t → 403'],
  [{ event_type: 'api_access', endpoint: '/v1/t' }, null, '/v1/t'],
  [
    { event_type: 'data_access', action: 'export', resource_type: 'report', resource_id: 'rep_1' },
    null,
    'export report rep_1',
  ],
  [{ event_type: 'config_change', config_key: 'a.b', old_value: '1', new_value: '2' }, null, 'a.b: 1 → 2'],
  [{ event_type: 'config_change', config_key: 'a.b', new_value: 2 }, null, 'a.b: nothing → 2'],
  [{ event_type: 'other' }, null, 'Told'],
])('%j is "%s" "%s"', (fields, alarm, about) => {
  expect(factOf(fields)).toEqual({ alarm, about })
})

it('both ways to ask for audit events can be read', () => {
  expect(checkLogQuery(AUDIT_BY_LOGGER)).toBeNull()
  expect(checkLogQuery(AUDIT_BY_EVENT)).toBeNull()
})
