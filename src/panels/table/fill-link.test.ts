import { expect, test } from 'vitest'
import { safeUrl } from '~/lib/safe-url'
import { fillLink } from './fill-link'

const labels = new Map([
  ['endpoint', '/api/v1/jobs?x=1&admin=1#top'],
  ['up', '..'],
  ['deep', '../../logout'],
  ['slashed', '..%2f..%2f'],
  ['evil', 'javascript:alert(1)'],
  ['host', '//evil.example'],
  ['half', '\ud800'],
  ['__proto__', 'proto'],
])

test.each<[string, string | null]>([
  ['/d/api?var-endpoint={{endpoint}}', '/d/api?var-endpoint=%2Fapi%2Fv1%2Fjobs%3Fx%3D1%26admin%3D1%23top'],
  ['https://x.example/a/{{ deep }}/b', 'https://x.example/a/..%2F..%2Flogout/b'],
  ['https://x.example/{{slashed}}', 'https://x.example/..%252f..%252f'],
  ['/d/{{up}}/x', null],
  ['/d/%2e%2E/x', null],
  ['/d/x?q={{up}}', '/d/x?q=..'],
  ['/d/x?v={{__value}}&n={{nothing}}', '/d/x?v=0.5&n='],
  ['/d/{{half}}', '/d/%EF%BF%BD'],
  ['/d/{{__proto__}}/{{constructor}}', '/d/proto/'],
])('%s', (template, expected) => {
  expect(fillLink(template, labels, 0.5)).toBe(expected)
})

test.each(['{{evil}}', '{{host}}/x', '{{host}}'])('a value alone makes no address: %s', (template) => {
  expect(safeUrl(fillLink(template, labels, null) ?? '', 'https://lookout.invalid')).toBeNull()
})
