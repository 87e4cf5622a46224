/** Ids of series, ascending: the series that have one value of a label, or the label at all. */
export class Postings {
  #ids = new Uint32Array(4)
  #count = 0

  get length(): number {
    return this.#count
  }

  /** The ids; true until the next change. */
  get ids(): Uint32Array {
    return this.#ids.subarray(0, this.#count)
  }

  /** Bytes of the list, with its slack. */
  get bytes(): number {
    return this.#ids.byteLength
  }

  /** Adds an id above all others; returns the bytes by which the list grew. */
  push(id: number): number {
    const before = this.bytes
    if (this.#count === this.#ids.length) {
      const bigger = new Uint32Array(2 * this.#count)
      bigger.set(this.#ids)
      this.#ids = bigger
    }
    this.#ids[this.#count++] = id
    return this.bytes - before
  }

  /** Takes out the ids that are no longer alive; returns the bytes by which the list grew, mostly below 0. */
  keep(isAlive: (id: number) => boolean): number {
    const before = this.bytes
    const left = this.ids.filter(isAlive)
    this.#ids = left.length < 4 ? new Uint32Array(4) : left
    if (left.length < 4) this.#ids.set(left)
    this.#count = left.length
    return this.bytes - before
  }
}
