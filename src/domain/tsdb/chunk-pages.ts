import { type ByteViews, viewsOf } from './chunk-values'

/** A multiple of 8 that holds many chunks; a page is freed when its last chunk goes, and chunks go by age. */
const PAGE_BYTES = 128 * 1024

interface Page extends ByteViews {
  chunks: number
}

/** Where a chunk lies: its page times the size of a page, plus the offset in it. */
export type ChunkAddress = number

/**
 * Room for chunks in large buffers: a typed array of its own for each would cost as much as the samples in it.
 */
export class ChunkPages {
  readonly #pages: (Page | undefined)[] = []
  readonly #free: number[] = []
  #current = -1
  #used = PAGE_BYTES
  #live = 0

  /** Bytes of all pages, with the room that is not used. */
  get bytes(): number {
    return this.#live * PAGE_BYTES
  }

  /** Room for a chunk of `bytes`, which is a multiple of 8. */
  allocate(bytes: number): ChunkAddress {
    if (this.#used + bytes > PAGE_BYTES) this.#open()
    const offset = this.#used
    this.#used += bytes
    const page = this.#pages[this.#current]
    if (page !== undefined) page.chunks += 1
    return this.#current * PAGE_BYTES + offset
  }

  /** The views in which a chunk lies. */
  viewsAt(address: ChunkAddress): ByteViews {
    const page = this.#pages[Math.floor(address / PAGE_BYTES)]
    if (page === undefined) throw new Error('a chunk was read after it was dropped')
    return page
  }

  offsetAt(address: ChunkAddress): number {
    return address % PAGE_BYTES
  }

  free(address: ChunkAddress): void {
    const index = Math.floor(address / PAGE_BYTES)
    const page = this.#pages[index]
    if (page === undefined) return
    page.chunks -= 1
    if (page.chunks > 0) return
    this.#release(index)
    if (index !== this.#current) return
    this.#current = -1
    this.#used = PAGE_BYTES
  }

  #open(): void {
    const index = this.#free.pop() ?? this.#pages.length
    this.#pages[index] = { ...viewsOf(new ArrayBuffer(PAGE_BYTES)), chunks: 0 }
    this.#live += 1
    this.#current = index
    this.#used = 0
  }

  #release(index: number): void {
    this.#pages[index] = undefined
    this.#free.push(index)
    this.#live -= 1
  }
}
