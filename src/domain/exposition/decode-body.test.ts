import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBody } from './decode-body'

/** The bytes that a decoded body came from. */
function encode(text: string): number[] {
  return [...text].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0
    return code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : [...new TextEncoder().encode(character)]
  })
}

test('valid UTF-8 is read as it is, a byte order mark included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(decodeBody(new TextEncoder().encode(`\uFEFF${text}`))).toBe(`\uFEFF${text}`)
    }),
  )
})

test('no byte is lost, whatever the bytes are', () => {
  const byte = fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(0xc3, 0xa9, 0xe2, 0x82, 0xed, 0xa0, 0xf0, 0x9f),
  )
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 40 }), (bytes) => {
      expect(encode(decodeBody(Uint8Array.from(bytes)))).toEqual(bytes)
    }),
    { numRuns: 1_000 },
  )
})

test.each([
  ['a byte that begins nothing', [0x61, 0xff, 0x62], 'a\uDCFFb'],
  ['a sequence that breaks off', [0xe2, 0x82, 0x61], '\uDCE2\uDC82a'],
  ['an encoded surrogate', [0xed, 0xa0, 0x80], '\uDCED\uDCA0\uDC80'],
  ['an overlong NUL', [0xc0, 0x80], '\uDCC0\uDC80'],
  ['beyond the last character', [0xf4, 0x90, 0x80, 0x80], '\uDCF4\uDC90\uDC80\uDC80'],
  ['valid beside invalid', [0xc3, 0xbc, 0xff, 0xf0, 0x9f, 0x98, 0x80], 'ü\uDCFF😀'],
])('%s', (_, bytes, text) => {
  expect(decodeBody(Uint8Array.from(bytes))).toBe(text)
})

test('more bytes than one chunk holds', () => {
  const bytes = new Uint8Array(20_001).fill(0x61)
  bytes[8_191] = 0xff
  expect(decodeBody(bytes)).toBe(`${'a'.repeat(8_191)}\uDCFF${'a'.repeat(11_809)}`)
})
