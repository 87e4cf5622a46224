import { describe, expect, it, vi } from 'vitest'
import type { FetchText } from '~/data/site-file'
import { runbookPath } from '~/domain/runbooks/runbook-name'
import { loadRunbook } from './load-runbook'

describe('a runbook beside the app', () => {
  it('is asked for by its name', async () => {
    const fetchText = vi.fn(async () => '# APIDown\n')
    expect(await loadRunbook('APIDown', fetchText)).toEqual({ ok: true, source: '# APIDown\n' })
    expect(fetchText).toHaveBeenCalledExactlyOnceWith('runbooks/APIDown.md')
  })

  it.each([
    '',
    '.',
    '..',
    '../config',
    '..%2Fconfig',
    'a/b',
    'a\\b',
    'a?b',
    'a#b',
    'a.md',
    'a b',
    'a\n',
    'ä',
    '\u202eevil',
    '//evil.example/x',
    'https://evil.example/x',
    'x'.repeat(101),
    '__proto__.x',
  ])('nothing is asked for %j', async (name) => {
    const fetchText = vi.fn(async () => 'text')
    expect(await loadRunbook(name, fetchText)).toMatchObject({ ok: false, file: null })
    expect(fetchText).not.toHaveBeenCalled()
    expect(runbookPath(name)).toBeNull()
  })

  it.each([
    ['missing', () => Promise.reject(new Error('The server has no such file.')), 'The server has no such file.'],
    ['empty', async () => ' \n', 'The file is empty.'],
    ['a megabyte and more', async () => 'x'.repeat(1_000_001), 'It is larger than 1000000 characters.'],
  ] as readonly (readonly [string, FetchText, string])[])('%s', async (_, fetchText, why) => {
    expect(await loadRunbook('A', fetchText)).toEqual({ ok: false, file: 'runbooks/A.md', why })
  })
})
