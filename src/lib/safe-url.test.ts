import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { safeUrl } from '~/lib/safe-url'

const BASE = 'https://lookout.example/d/shorts-main'

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  '\u0001javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  ' javascript:alert(1)',
  '\u00a0javascript:alert(1)',
  'javascript&colon;alert(1)',
  'vbscript:x',
  'data:text/html,<script>1</script>',
  'blob:https://lookout.example/1',
  'file:///etc/passwd',
  'view-source:https://x.example',
  'intent://x#Intent;end',
  'about:blank',
  'ws://x.example',
  '//evil.example/x',
  '/\\evil.example/x',
  '\\\\evil.example',
  './\\evil.example',
  'evil.example/x',
  'https://',
  'https://ex\u202egro.example/',
  'https://exa\u200bmple.example/',
  'https://a b.example/',
  '',
  '   ',
  `https://x.example/${'a'.repeat(9_000)}`,
])('no link for %j', (text) => {
  expect(safeUrl(text, BASE)).toBeNull()
})

test.each([
  ['https://x.example/a?b=1#c', 'https://x.example/a?b=1#c', 'x.example', false],
  [' http://x.example:8080 ', 'http://x.example:8080/', 'x.example:8080', false],
  ['https://good.tld@evil.tld/', 'https://evil.tld/', 'evil.tld', true],
  ['https://u:p@h.example/x', 'https://h.example/x', 'h.example', true],
  ['https://аpple.example/', 'https://xn--pple-43d.example/', 'xn--pple-43d.example', false],
  ['mailto:oncall@x.example?subject=help', 'mailto:oncall@x.example?subject=help', '', false],
  ['/runbooks/high.md', 'https://lookout.example/runbooks/high.md', 'lookout.example', false],
  ['../x', 'https://lookout.example/x', 'lookout.example', false],
  ['?from=now-1h', 'https://lookout.example/d/shorts-main?from=now-1h', 'lookout.example', false],
  ['/a:b', 'https://lookout.example/a:b', 'lookout.example', false],
])('%s links to %s', (text, href, host, hadCredentials) => {
  expect(safeUrl(text, BASE)).toEqual({ href, host, hadCredentials })
})

test('relative text without a base is no link', () => {
  expect(safeUrl('/x')).toBeNull()
})

describe('any text', () => {
  const scheme = fc.constantFrom('javascript', 'JAVASCRIPT', 'data', 'vbscript', 'https', 'http', 'mailto', '')
  const noise = fc.constantFrom('', '\u0001', '\n', '\t', ' ', '\u00a0', '\ufeff', '//', '\\', '@', ':', '%0a')
  const hostile = fc
    .tuple(noise, scheme, noise, fc.constantFrom(':', '&colon;', ':/', '://'), noise, fc.string())
    .map((parts) => parts.join(''))

  it('is null, or a link of an allowed scheme without credentials that stays so when parsed again', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string(), fc.webUrl()), (text) => {
        const safe = safeUrl(text, BASE)
        if (safe === null) return
        const url = new URL(safe.href)
        expect(['http:', 'https:', 'mailto:']).toContain(url.protocol)
        expect(url.username + url.password).toBe('')
        expect(url.host).toBe(safe.host)
        expect(safeUrl(safe.href, BASE)?.href).toBe(safe.href)
      }),
      { numRuns: 1_000 },
    )
  })
})
