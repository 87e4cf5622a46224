import { describe, expect, test } from 'vitest'
import { checkWorkerUrl } from './trusted-worker'

const page = 'https://lookout.example/d/shorts-main?from=now-6h'

describe('the policy of worker scripts', () => {
  test('takes an asset of this origin', () => {
    expect(checkWorkerUrl('/assets/decode.worker-abc.js', page, '/assets/')).toBe(
      'https://lookout.example/assets/decode.worker-abc.js',
    )
  })

  test.each([
    'https://evil.example/assets/x.js',
    '//evil.example/assets/x.js',
    '/uploads/x.js',
    '/assets/../uploads/x.js',
    'data:text/javascript,alert(1)',
    'blob:https://lookout.example/assets/1',
    'javascript:alert(1)',
    'assets/x.js',
  ])('refuses %s', (url) => {
    expect(() => checkWorkerUrl(url, page, '/assets/')).toThrow(TypeError)
  })
})
