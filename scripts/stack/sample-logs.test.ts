import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSampleLines } from '~/demo/logs/sample-lines'
import { SAMPLE_SEED } from '~/demo/sample-platforms'
import { openRotatedFile } from './rotated-file'
import { type SampleLogs, startSampleLogs } from './sample-logs'

const START_MS = Date.UTC(2026, 0, 28, 12)
const MINUTE_MS = 60_000

let folder: string
let nowMs: number
let logs: SampleLogs | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-logs-'))
  nowMs = START_MS
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  logs?.stop()
  logs = undefined
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const wanted = (stream: string, fromMs: number, toMs: number) =>
  createSampleLines({ seed: SAMPLE_SEED })
    .lines(fromMs, toMs, [stream])
    .map(({ text }) => `${text}\n`)
    .join('')

describe('logs of the sample platforms', () => {
  it('are written for the past, and then as time goes on: each line once', async () => {
    logs = await startSampleLogs({ folder, nowMs: () => nowMs, historyMs: 2 * MINUTE_MS })
    expect(readdirSync(folder).sort()).toEqual(
      ['pipeline.log', 'shorts.log', 'transcode.log', 'trends.audit.log', 'trends.log'].sort(),
    )
    expect(read('shorts.log')).toBe(wanted('shorts', START_MS - 2 * MINUTE_MS, START_MS))
    for (let second = 0; second < 4; second++) {
      nowMs += 1_000
      vi.advanceTimersByTime(1_000)
    }
    for (const stream of ['shorts', 'trends']) {
      expect(read(`${stream}.log`)).toBe(wanted(stream, START_MS - 2 * MINUTE_MS, START_MS + 4_000))
    }
  })

  it('have a request from outside when its lines have come to their time', async () => {
    logs = await startSampleLogs({ folder, nowMs: () => nowMs, historyMs: 0 })
    const line = (timeMs: number, text: string) => ({ stream: 'shorts', timeMs, text })
    const written = vi.fn()
    void logs.write([line(START_MS + 100, 'first'), line(START_MS + 1_500, 'last')]).then(written)
    nowMs += 1_000
    await vi.advanceTimersByTimeAsync(1_000)
    expect(read('shorts.log')).toContain('first\n')
    expect(read('shorts.log')).not.toContain('last\n')
    expect(written).not.toHaveBeenCalled()
    nowMs += 1_000
    await vi.advanceTimersByTimeAsync(1_000)
    expect(read('shorts.log')).toContain('last\n')
    expect(written).toHaveBeenCalledOnce()
  })

  it('can be told to stop while the past is written', async () => {
    const abort = new AbortController()
    const starting = startSampleLogs({ folder, nowMs: () => nowMs, historyMs: 600 * MINUTE_MS }, abort.signal)
    abort.abort()
    await expect(starting).rejects.toThrow()
  })
})

describe('a rotated file', () => {
  it('is renamed before it would become too large, and so many are kept', () => {
    const open = () => openRotatedFile({ path: join(folder, 'app.log'), maxBytes: 10, keep: 2 })
    const file = open()
    for (const text of ['one\n', 'two\n', 'three\n', 'a very long line\n', 'four\n']) file.append(text)
    // What goes on with it later knows how large it is.
    open().append('five\n')
    open().append('six\n')
    expect(readdirSync(folder).sort()).toEqual(['app.log', 'app.log.1', 'app.log.2'])
    expect([read('app.log'), read('app.log.1'), read('app.log.2')]).toEqual([
      'six\n',
      'four\nfive\n',
      'a very long line\n',
    ])
  })
})
