import { describe, expect, it } from 'vitest'
import { DecodeError } from '~/lib/decode'
import { readSiteFile, SiteFileFault } from './site-file'

const decode = (input: unknown) => {
  if (input === 'wrong')
    throw new DecodeError([
      { path: '/a', message: 'is wrong' },
      { path: '/b', message: 'too' },
    ])
  if (input === 'broken') throw new TypeError('a fault of this code')
  return input
}
const read = (text: string) => readSiteFile({ file: 'x.json', maxLength: 20, decode }, async () => text)

describe('a file that an operator edits', () => {
  it('is read', async () => {
    expect(await read('{"a": 1}')).toEqual({ a: 1 })
  })

  it.each([
    ['not JSON', '{"a": 1', 'x.json: is not JSON: '],
    ['too large', `"${'x'.repeat(20)}"`, 'x.json: is larger than 20 characters'],
    ['not what it should be', '"wrong"', 'x.json: /a is wrong'],
  ])('is told of where it is %s', async (_, text, message) => {
    await expect(read(text)).rejects.toBeInstanceOf(SiteFileFault)
    await expect(read(text)).rejects.toThrow(message)
  })

  it('has all faults in the error', async () => {
    const issues = [
      { path: '/a', message: 'is wrong' },
      { path: '/b', message: 'too' },
    ]
    await expect(read('"wrong"')).rejects.toMatchObject({ issues })
  })

  it('is told of where it cannot be fetched', async () => {
    const away = () => Promise.reject(new Error('The server has no such file.'))
    const file = { file: 'x.json', maxLength: 20, decode }
    await expect(readSiteFile(file, away)).rejects.toThrow('x.json: The server has no such file.')
  })

  it('does not take a fault of the code for one of the file', async () => {
    await expect(read('"broken"')).rejects.toBeInstanceOf(TypeError)
  })
})
