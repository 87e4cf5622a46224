import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestServer } from '~/testing/http-server'
import { type FileServerFaults, startFileServer } from '~/testing/log-file-server'
import { createFileFollower, type FileFollower, type FollowOptions, type FollowResult } from './follow-file'
import { createHttpParts } from './http-parts'

const folder = mkdtempSync(join(tmpdir(), 'lookout-tail-'))
const file = join(folder, 'app.log')
const faults: FileServerFaults = {}
let server: TestServer
let nowMs = 0

beforeAll(async () => {
  server = await startFileServer(folder, faults)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const never = new AbortController().signal
const fetchParts = createHttpParts((url, init) => fetch(url, init))
const ROTATED = 5

function follow(options: Partial<FollowOptions> = {}, rotated = ROTATED): FileFollower {
  const names = ['app.log', ...Array.from({ length: rotated }, (_, i) => `app.log.${i + 1}`)]
  const addresses = names.map((name) => `${server.url}/${name}`)
  return createFileFollower({ stream: 'app.log', addresses, fetch: fetchParts, now: () => nowMs, ...options })
}

function clean(): void {
  for (const key of Object.keys(faults)) delete faults[key as keyof FileServerFaults]
  for (let i = 0; i <= ROTATED + 1; i++) rmSync(i === 0 ? file : `${file}.${i}`, { force: true })
  nowMs += 1_000
}

/** Texts of lines, the rest of one joined to its beginning, and kinds of gaps in brackets. */
function told(results: readonly FollowResult[]): string[] {
  const all: string[] = []
  for (const { pieces } of results) {
    for (const piece of pieces) {
      if (piece.kind === 'gap') all.push(`[${piece.gap.kind}${piece.gap.count === 0 ? ' 0' : ''}]`)
      else for (const { text, isRest } of piece.lines) isRest ? all.push(`${all.pop()}${text}`) : all.push(text)
    }
  }
  return all
}

function rename(): void {
  for (let i = ROTATED; i >= 1; i--) if (existsSync(`${file}.${i}`)) renameSync(`${file}.${i}`, `${file}.${i + 1}`)
  if (existsSync(file)) renameSync(file, `${file}.1`)
}
function copyTruncate(): void {
  if (!existsSync(file)) return
  for (let i = ROTATED; i >= 1; i--) if (existsSync(`${file}.${i}`)) renameSync(`${file}.${i}`, `${file}.${i + 1}`)
  copyFileSync(file, `${file}.1`)
  truncateSync(file)
}

describe('a file that grows', () => {
  it('gives each line once, a partial one after its newline or 5 s', async () => {
    clean()
    writeFileSync(file, 'one\ntwo\nthr')
    const follower = follow()
    const poll = async () => told([await follower.poll(never)])
    expect(await poll()).toEqual(['one', 'two'])
    expect(await poll()).toEqual([])
    appendFileSync(file, 'ee\nfour')
    nowMs += 4_000
    expect(await poll()).toEqual(['three'])
    nowMs += 4_900
    expect(await poll()).toEqual([])
    nowMs += 100
    expect(await poll()).toEqual(['four'])
    appendFileSync(file, '\nfive\n')
    expect(await poll()).toEqual(['five'])
  })

  it('starts from the end, and reads backwards when asked', async () => {
    clean()
    const lines = Array.from({ length: 2_000 }, (_, i) => `line ${i} é€😀`)
    writeFileSync(file, `${lines.join('\n')}\n`)
    const follower = follow({ startBytes: 3_000 })
    const first = told([await follower.poll(never)])
    expect(first[0]).toBe('[older]')
    const shown = first.slice(1)
    expect(shown).toEqual(lines.slice(-shown.length))
    let older: string[] = []
    for (let more = true; more; ) {
      const result = await follower.older(5_000, never)
      expect(result.error).toBeNull()
      older = [...told([result]), ...older]
      more = result.more
    }
    expect([...older, ...shown]).toEqual(lines)
    expect(follower.unreadBytes).toBe(0)
  })

  it.each(['first', 'a line'])('passes over what came at once, and reads it when asked: %s', async (first) => {
    clean()
    writeFileSync(file, `${first}\n`)
    const follower = follow({ backlogBytes: 2_000 })
    expect(told([await follower.poll(never)])).toEqual([first])
    const lines = Array.from({ length: 1_000 }, (_, i) => `line ${i}`)
    appendFileSync(file, `${lines.join('\n')}\n`)
    const result = await follower.poll(never)
    expect(result.more).toBe(false)
    expect(follower.skippedParts).toBe(1)
    const [mark, ...shown] = told([result])
    expect(mark).toBe('[skipped]')
    expect(shown[0]).toMatch(/^line/)
    expect(told([await follower.older(1_000_000, never)]).concat(shown)).toEqual(lines)
    expect(follower.skippedParts).toBe(0)
  })

  it('waits for a file that is not there, and begins anew when it is', async () => {
    clean()
    const follower = follow()
    expect(told([await follower.poll(never), await follower.poll(never)])).toEqual(['[gone]'])
    writeFileSync(file, 'a\n')
    expect(told([await follower.poll(never)])).toEqual(['a'])
    rmSync(file)
    expect(told([await follower.poll(never), await follower.poll(never)])).toEqual(['[gone]'])
    writeFileSync(file, 'new\n')
    const back = told([await follower.poll(never)])
    expect(back.at(-1)).toBe('new')
    expect(back[0]).toMatch(/^\[/)
  })

  it('goes on after a failure where it was', async () => {
    clean()
    writeFileSync(file, 'a\n')
    const follower = follow()
    await follower.poll(never)
    faults.status = 503
    appendFileSync(file, 'b\n')
    expect((await follower.poll(never)).error?.status).toBe(503)
    delete faults.status
    expect(told([await follower.poll(never)])).toEqual(['b'])
  })
})

describe('older lines', () => {
  const many = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name} ${i} é€😀`)
  const write = (path: string, lines: readonly string[]) =>
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''))

  /** Reads backwards to the end; `between` runs before each step. */
  async function readAll(follower: FileFollower, between: () => Promise<void> = async () => {}): Promise<string[]> {
    let all: string[] = []
    for (let more = true; more; ) {
      await between()
      const result = await follower.older(300, never)
      all = [...told([result]), ...all]
      more = result.more
    }
    return all
  }

  it('go on in the files that it is rotated to', async () => {
    clean()
    const files = [many('oldest', 80), many('older', 3), many('newest', 120)]
    for (const [i, lines] of files.entries()) write(i === 2 ? file : `${file}.${2 - i}`, lines)
    const follower = follow({ startBytes: 500 })
    const first = told([await follower.poll(never)]).slice(1)
    expect([...(await readAll(follower)), ...first]).toEqual(files.flat())
    expect(follower.unreadBytes).toBe(0)
  })

  it('are found where they are by then, and none is given twice, while files are rotated', async () => {
    clean()
    const files = [many('oldest', 80), many('older', 60), many('newest', 120)]
    for (const [i, lines] of files.entries()) write(i === 2 ? file : `${file}.${2 - i}`, lines)
    const follower = follow({ startBytes: 500 })
    const given = told([await follower.poll(never)]).slice(1)
    let rotations = 0
    const all = await readAll(follower, async () => {
      if (rotations++ === 3) rename()
      if (rotations === 5) {
        appendFileSync(file, 'after the first\n')
        given.push(...told([await follower.poll(never)]).filter((text) => !text.startsWith('[')))
      }
      if (rotations === 9) copyTruncate()
      if (rotations === 11) appendFileSync(file, 'after the second\n')
    })
    given.push(...told([await follower.poll(never)]).filter((text) => !text.startsWith('[')))
    expect([...all, ...given]).toEqual([...files.flat(), 'after the first', 'after the second'])
  })

  it('that went with their file are told', async () => {
    clean()
    write(`${file}.1`, many('older', 60))
    write(file, many('newest', 2))
    const follower = follow()
    await follower.poll(never)
    rmSync(`${file}.1`)
    const { pieces } = await follower.older(1_000, never)
    expect(pieces).toMatchObject([
      { kind: 'gap', gap: { kind: 'unread', bytes: Buffer.byteLength(`${many('older', 60).join('\n')}\n`) } },
    ])
    expect(follower.unreadBytes).toBe(0)
  })

  it('of a rotated file that had more than is read at once are read when asked', async () => {
    clean()
    write(file, ['first'])
    const follower = follow({ backlogBytes: 2_000 })
    await follower.poll(never)
    const rest = many('rest', 400)
    appendFileSync(file, `${rest.join('\n')}\n`)
    rename()
    write(file, ['new'])
    const shown = told([await follower.poll(never)])
    expect(shown).toContain('[skipped]')
    const lines = shown.filter((text) => !text.startsWith('['))
    expect(lines.at(-1)).toBe('new')
    expect([...lines.slice(0, -1), ...(await readAll(follower))]).toEqual(rest)
  })

  it('are read before older ones of the same file', async () => {
    clean()
    const first = many('first', 400)
    write(file, first)
    const follower = follow({ startBytes: 1_000, backlogBytes: 2_000 })
    const begun = told([await follower.poll(never)]).slice(1)
    const rest = many('rest', 400)
    appendFileSync(file, `${rest.join('\n')}\n`)
    rename()
    write(file, ['new'])
    const shown = told([await follower.poll(never)]).filter((text) => !text.startsWith('[') && text !== 'new')
    expect(follower.skippedParts).toBe(1)
    const skipped = told([await follower.older(1_000_000, never)])
    expect([...shown, ...skipped]).toEqual(rest)
    expect(follower.skippedParts).toBe(0)
    expect([...(await readAll(follower)), ...begun]).toEqual(first)
  })
})

describe('a server without Range', () => {
  it.each(['noRange', 'wrongRange'] as const)('%s: the same lines, with a warning', async (fault) => {
    clean()
    faults[fault] = true
    writeFileSync(file, 'one\ntwo\n')
    const follower = follow({ chunkBytes: 1024 })
    expect(told([await follower.poll(never)])).toEqual(['one', 'two'])
    expect(follower.warning).toContain('server')
    const more = Array.from({ length: 500 }, (_, i) => `line ${i}`)
    appendFileSync(file, `${more.join('\n')}\n`)
    expect(told([await follower.poll(never)])).toEqual(more)
    copyTruncate()
    appendFileSync(file, 'new\n')
    expect(told([await follower.poll(never)])).toEqual(['[rotated 0]', 'new'])
  })
})

it('notices a file that was cut and has grown past the offset, at once', async () => {
  clean()
  writeFileSync(file, 'old line 1\nold line 2\n')
  const follower = follow({}, 0)
  await follower.poll(never)
  writeFileSync(file, 'new line 1\nnew line 2\nnew line 3\n')
  expect(told([await follower.poll(never)])).toEqual(['[rotated]', 'new line 1', 'new line 2', 'new line 3'])
})

it('notices by its head a file whose bytes before the offset are the same', async () => {
  clean()
  const same = Array.from({ length: 40 }, (_, i) => `the same line ${i}\n`).join('')
  writeFileSync(file, `old\n${same}`)
  const follower = follow({}, 0)
  await follower.poll(never)
  writeFileSync(file, `new\n${same}`)
  const results: FollowResult[] = []
  for (let i = 0; i < 10; i++) results.push(await follower.poll(never))
  expect(told(results).slice(0, 2)).toEqual(['[rotated]', 'new'])
})

/** Numbers that are the same for one seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return Math.floor(((state ^ (state >>> 13)) >>> 0) % below)
  }
}

/** Writes numbered lines, whole and in pieces, cuts and rotates; at any request of the reader. */
function createWriter(random: (below: number) => number) {
  const lines: string[] = []
  const line = () => {
    const text = `${lines.length} of the lines, with é€😀 ${'x'.repeat(random(4) === 0 ? random(900) : random(40))}`
    lines.push(text)
    return `${text}\n`
  }
  return {
    lines,
    write() {
      appendFileSync(file, '')
      for (let count = random(12); count > 0; count--) appendFileSync(file, line())
      if (random(3) > 0) return
      const bytes = Buffer.from(line())
      const cut = 24 + random(bytes.length - 24)
      appendFileSync(file, bytes.subarray(0, cut))
      pending = bytes.subarray(cut)
    },
    /** A line that was begun is ended where it was begun, before its file is put away. */
    settle() {
      if (pending !== undefined && existsSync(file)) appendFileSync(file, pending)
      pending = undefined
    },
  }
}
let pending: Uint8Array | undefined

/** Against a server whose every request is an occasion to write; `against-nginx.test.ts` has more. */
const SCHEDULES = 250
describe('random schedules of a writer that rotates', () => {
  it('loses no line and gives none twice, where rotated files can be read', async () => {
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      clean()
      pending = undefined
      const random = randomOf(seed)
      const writer = createWriter(random)
      let rotations = 0
      const act = () => {
        const kind = random(12)
        if (kind < 5) {
          writer.settle()
          writer.write()
        } else if (kind < 7 && rotations < ROTATED - 1) {
          rotations++
          writer.settle()
          if (kind === 5) rename()
          else copyTruncate()
          if (random(2) === 0) writer.write()
        }
      }
      writer.write()
      const follower = follow({ chunkBytes: 1024 + random(2000) })
      // Following begins with the file that is there now; what was put away before is history.
      const results: FollowResult[] = [await follower.poll(never)]
      faults.beforeAnswer = () => {
        if (random(3) === 0) act()
      }
      for (let i = 0; i < 6; i++) {
        results.push(await follower.poll(never))
        rotations = 0
        nowMs += 1_000
        act()
      }
      delete faults.beforeAnswer
      writer.settle()
      if (!existsSync(file)) writeFileSync(file, '')
      for (let i = 0; i < 3; i++) results.push(await follower.poll(never))
      const lines = told(results).filter((text) => !text.startsWith('['))
      expect(results.map(({ error }) => error?.message).filter(Boolean), `seed ${seed}`).toEqual([])
      expect(lines, `seed ${seed}`).toEqual(writer.lines)
    }
  }, 590_000)

  it('gives what it could read once, and marks a gap where more was lost, where they cannot be', async () => {
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      clean()
      pending = undefined
      const random = randomOf(seed + 7_000_000)
      const writer = createWriter(random)
      const follower = follow({ chunkBytes: 1024 + random(2000) }, 0)
      const results: FollowResult[] = []
      const readable = new Set<string>()
      for (let i = 0; i < 10; i++) {
        const kind = random(10)
        writer.settle()
        if (kind === 0) rename()
        else if (kind === 1) rmSync(file, { force: true })
        else if (kind === 2 && existsSync(file)) truncateSync(file)
        for (let writes = random(4); writes > 0; writes--) {
          writer.settle()
          writer.write()
        }
        const now = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
        for (const line of now) readable.add(line)
        results.push(await follower.poll(never))
        nowMs += 500
      }
      writer.settle()
      if (existsSync(file)) for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) readable.add(line)
      results.push(await follower.poll(never))
      const all = told(results)
      const lines = all.filter((text) => !text.startsWith('['))
      const numbers = lines.map((text) => Number.parseInt(text, 10))
      expect(numbers, `seed ${seed}`).toEqual([...new Set(numbers)].sort((a, b) => a - b))
      expect(
        lines.filter((line) => readable.has(line)),
        `seed ${seed}`,
      ).toEqual([...readable])
      let before = -1
      let hasMark = false
      for (const text of all) {
        if (text.startsWith('[')) hasMark = true
        else {
          const number = Number.parseInt(text, 10)
          if (number > before + 1) expect(hasMark, `seed ${seed}, before ${number}`).toBe(true)
          before = number
          hasMark = false
        }
      }
    }
  }, 590_000)
})
