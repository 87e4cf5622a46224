import { type Block, sealBlock } from './block'

/** A line's place: its block, and its row therein. */
export interface Place {
  readonly block: Block
  readonly row: number
}

/** Blocks of one stream in the order of its lines, and the seams between them where lines are missing. */
export interface StreamBlocks {
  /** Of all streams, by when its first line came. */
  readonly place: number
  readonly blocks: readonly Block[]
  /** After all others. */
  push(block: Block): void
  /** Blocks that are full, at the newest seam, or before all others where there is none. */
  fill(blocks: readonly Block[]): void
  /** What is pushed from now on does not follow what is there. */
  seam(): void
  /** The oldest so many seams stay: what was missing at the others is there now, or lost. */
  closeSeams(left: number): void
  remove(block: Block): void
  /** Places of a line with those before and after it, as many as follow each other without a seam. */
  around(at: Place, before: number, after: number): Iterable<Place>
}

export function createStreamBlocks(place: number): StreamBlocks {
  const blocks: Block[] = []
  /** The block before each, the oldest first; null where none is kept before it. */
  const seams: (Block | null)[] = []

  return {
    place,
    blocks,
    push(block) {
      blocks.push(block)
    },
    fill(filled) {
      const before = seams.at(-1) ?? null
      blocks.splice(before === null ? 0 : blocks.indexOf(before) + 1, 0, ...filled)
    },
    seam() {
      const last = blocks.at(-1) ?? null
      if (last !== null && !last.sealed) sealBlock(last)
      seams.push(last)
    },
    closeSeams(left) {
      seams.splice(left)
    },
    remove(block) {
      const at = blocks.indexOf(block)
      if (at === -1) return
      seams.forEach((before, i) => {
        if (before === block) seams[i] = blocks[at - 1] ?? null
      })
      blocks.splice(at, 1)
    },
    *around({ block, row }, before, after) {
      const own = blocks.indexOf(block)
      const hasSeam = (at: number) => seams.includes(blocks[at - 1] ?? null)
      let at = own
      let from = row - before
      for (; from < 0 && at > 0 && !hasSeam(at); at--) from += blocks[at - 1]?.rows ?? 0
      let left = before + 1 + after + Math.min(0, from)
      from = Math.max(0, from)
      for (let each = blocks[at]; each !== undefined && left > 0; each = blocks[++at], from = 0) {
        if (at > own && hasSeam(at)) return
        for (; from < each.rows && left > 0; from++, left--) yield { block: each, row: from }
      }
    },
  }
}
