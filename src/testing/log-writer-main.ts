import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import type { WriterAct, WriterOrder } from './log-writer'

/** The process that writes log files and rotates them as logrotate does; it does what `log-writer.ts` sends, in order, and says so. */
const MOST_ROTATED = 8
const open = new Map<string, number>()

function shift(file: string): void {
  for (let i = MOST_ROTATED; i >= 1; i--) if (existsSync(`${file}.${i}`)) renameSync(`${file}.${i}`, `${file}.${i + 1}`)
}

function close(file: string): void {
  const fd = open.get(file)
  if (fd !== undefined) closeSync(fd)
  open.delete(file)
}

function perform(file: string, act: WriterAct): void {
  switch (act.kind) {
    case 'open': {
      close(file)
      const how = act.appends ? constants.O_APPEND : constants.O_TRUNC
      open.set(file, openSync(file, constants.O_WRONLY | constants.O_CREAT | how))
      break
    }
    case 'write': {
      const fd = open.get(file)
      if (fd === undefined) throw new Error(`${file} is not open`)
      writeSync(fd, act.bytes)
      break
    }
    case 'rename':
      if (!existsSync(file)) break
      shift(file)
      renameSync(file, `${file}.1`)
      break
    case 'create':
      closeSync(openSync(file, 'a'))
      break
    case 'copyTruncate':
      if (!existsSync(file)) break
      shift(file)
      copyFileSync(file, `${file}.1`)
      truncateSync(file)
      break
    case 'truncate':
      if (existsSync(file)) truncateSync(file)
      break
    case 'delete':
      rmSync(file, { force: true })
      break
    case 'close':
      close(file)
  }
}

process.on('message', ({ id, file, acts }: WriterOrder) => {
  let error: string | null = null
  try {
    for (const act of acts) perform(file, act)
  } catch (thrown) {
    error = String(thrown)
  }
  process.send?.({ id, error })
})
process.on('disconnect', () => process.exit())
process.send?.({ id: 0, error: null })
