import { expect, test } from 'vitest'
import { compilePattern } from './compile-pattern'
import { escapePattern } from './escape-pattern'

test.each(['plain', 'a.b', '\\', '^$.|?*+()[]{}', 'a-b/c_d', 'Straße 😀', ''])(
  '%s matches itself and nothing else',
  (text) => {
    const matches = compilePattern(escapePattern(text))
    expect(matches(text)).toBe(true)
    expect(matches(`${text}x`)).toBe(false)
    expect(matches(text === '' ? 'x' : `x${text.slice(1)}`)).toBe(false)
  },
)
