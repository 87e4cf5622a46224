import { appendFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs'

/** A log file that is rotated by renaming, as logrotate does: `app.log` becomes `app.log.1`, that `app.log.2`. */
export interface RotatedFile {
  /** Appends text, of whole lines; before that the file is rotated if it would become larger than it may. */
  append(text: string): void
}

export interface RotatedFileOptions {
  readonly path: string
  readonly maxBytes: number
  /** How many rotated files are kept. */
  readonly keep: number
}

/** Writes on where the file ends. */
export function openRotatedFile({ path, maxBytes, keep }: RotatedFileOptions): RotatedFile {
  let bytes = existsSync(path) ? statSync(path).size : 0

  function rotate(): void {
    rmSync(`${path}.${keep}`, { force: true })
    for (let place = keep - 1; place >= 1; place--) {
      if (existsSync(`${path}.${place}`)) renameSync(`${path}.${place}`, `${path}.${place + 1}`)
    }
    renameSync(path, `${path}.1`)
    bytes = 0
  }

  return {
    append(text) {
      const added = Buffer.byteLength(text)
      if (bytes > 0 && bytes + added > maxBytes) rotate()
      appendFileSync(path, text)
      bytes += added
    },
  }
}
