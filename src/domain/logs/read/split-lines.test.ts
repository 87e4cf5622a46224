import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8Length } from './encodings'
import { createLineSplitter, MAX_LINE_BYTES, type TextLine } from './split-lines'

const encode = (text: string) => new TextEncoder().encode(text)
const bytesOf = (...parts: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? encode(part) : Uint8Array.from(part)))))

function read(bytes: Uint8Array, cuts: readonly number[] = []): TextLine[] {
  const splitter = createLineSplitter()
  const lines: TextLine[] = []
  let from = 0
  for (const cut of [...cuts, bytes.length]) {
    lines.push(...splitter.push(bytes.subarray(from, cut)))
    from = cut
  }
  return [...lines, ...splitter.flush()]
}
const texts = (lines: readonly TextLine[]) => lines.map(({ text }) => text)

describe('createLineSplitter', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['newlines of both kinds', bytesOf('a\nb\r\n\nc\r\n'), ['a', 'b', '', 'c']],
    ['a last line without a newline', bytesOf('a\nb'), ['a', 'b']],
    ['a lone carriage return is text', bytesOf('a\rb\n'), ['a\rb']],
    ['a byte order mark at the start only', bytesOf('\ufeffa\n\ufeffb\n'), ['a', '\ufeffb']],
    ['what is no UTF-8', bytesOf('a', [0xff, 0xe2, 0x82], '\nb\n'), ['a\ufffd\ufffd', 'b']],
    ['UTF-16 with its mark', bytesOf([0xff, 0xfe, 0x61, 0, 10, 0, 0x3d, 0xd8, 0, 0xde, 10, 0]), ['a', '😀']],
    [
      'UTF-16, high byte first, without a mark',
      bytesOf([0, 0x61, 0, 0x62, 0, 10, 0x0a, 0x0a, 0, 10]),
      ['ab', '\u0a0a'],
    ],
    ['a hole of zeros before a line', bytesOf('a\n', new Array(5000).fill(0), 'b\n'), ['a', 'b']],
    ['zeros within a line stay', bytesOf('a', [0], 'b\n'), ['a\u0000b']],
    ['nothing', bytesOf(), []],
  ])('%s', (_, bytes, expected) => {
    expect(texts(read(bytes))).toEqual(expected)
  })

  it('gives the same lines however the bytes are cut into chunks', () => {
    const long = fc.constant<(string | number[])[]>(['x'.repeat(MAX_LINE_BYTES - 2)])
    const short = fc.oneof(
      fc.constantFrom<(string | number[])[]>(
        ['\n'],
        ['\r\n'],
        ['\r'],
        ['é€😀'],
        [[0]],
        [[0xff]],
        [[0xe2, 0x82]],
        [[0xfe, 0xff]],
        ['\ufeff'],
        ['{"a": 1}'],
      ),
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => [text]),
      fc.uint8Array({ maxLength: 6 }).map((bytes) => [[...bytes]]),
    )
    const piece = fc.oneof({ weight: 40, arbitrary: short }, { weight: 1, arbitrary: long })
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 24 }),
        fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat(80) }, fc.nat(2 * MAX_LINE_BYTES)), { maxLength: 30 }),
        (pieces, cuts) => {
          const bytes = bytesOf(...pieces.flat())
          const sorted = cuts.filter((cut) => cut <= bytes.length).sort((a, b) => a - b)
          expect(read(bytes, sorted)).toEqual(read(bytes))
        },
      ),
      { numRuns: 100 },
    )
  }, 60_000)

  it('reads every split of every pair of bytes of a line the same', () => {
    const bytes = bytesOf('{"m": "é€😀"}\r\n{"m": "\u0000"}\n', [0xf0, 0x9f], '\nend')
    const whole = read(bytes)
    for (let a = 0; a <= bytes.length; a++)
      for (let b = a; b <= bytes.length; b++) expect(read(bytes, [a, b])).toEqual(whole)
  })

  it('holds a partial line back until it is told that nothing comes', () => {
    const splitter = createLineSplitter()
    expect(texts(splitter.push(bytesOf('one\ntw')))).toEqual(['one'])
    expect(splitter.pendingBytes).toBe(2)
    expect(texts(splitter.flush())).toEqual(['tw'])
    expect(splitter.flush()).toEqual([])
    expect(splitter.push(bytesOf('o\nthree\n'))).toEqual([
      { text: 'o', cutBytes: 0, isRest: true },
      { text: 'three', cutBytes: 0, isRest: false },
    ])
    splitter.push(bytesOf('four'))
    splitter.flush()
    expect(texts(splitter.push(bytesOf('\r\nfive\n')))).toEqual(['five'])
  })

  it('never gives out half a character or a carriage return that a newline may follow', () => {
    const splitter = createLineSplitter()
    splitter.push(bytesOf('a', [0xe2, 0x82]))
    expect(texts(splitter.flush())).toEqual(['a'])
    expect(texts(splitter.push(bytesOf([0xac], '\r')))).toEqual([])
    expect(texts(splitter.flush())).toEqual(['€'])
    expect(texts(splitter.push(bytesOf('\n')))).toEqual([])
  })

  it('cuts a line of 100 MB without keeping it', () => {
    const splitter = createLineSplitter()
    const chunk = encode('€'.repeat(350_000))
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 100; i++) expect(splitter.push(chunk)).toEqual([])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * MAX_LINE_BYTES)
    const [line, next] = splitter.push(bytesOf('\r\nnext\n'))
    expect(utf8Length(line?.text ?? '')).toBe(MAX_LINE_BYTES - 1)
    expect(line?.cutBytes).toBe(100 * chunk.length - (MAX_LINE_BYTES - 1))
    expect(line?.text).not.toContain('\ufffd')
    expect(next).toEqual({ text: 'next', cutBytes: 0, isRest: false })
  })

  it('says that zero bytes were seen, and of UTF-16 that it is', () => {
    const binary = createLineSplitter()
    binary.push(bytesOf('PK', [0, 1, 0]))
    expect([binary.encoding, binary.hasZeros]).toEqual(['utf-8', true])
    const wide = createLineSplitter()
    wide.push(bytesOf([0xff, 0xfe, 0x61, 0]))
    expect([wide.encoding, wide.hasZeros, wide.pendingBytes]).toEqual(['utf-16le', false, 4])
  })
})
