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

  /** Adds an id above all others. */
  push(id: number): void {
    if (this.#count === this.#ids.length) {
      const bigger = new Uint32Array(2 * this.#count)
      bigger.set(this.#ids)
      this.#ids = bigger
    }
    this.#ids[this.#count++] = id
  }

  /** Takes out the ids that are no longer alive. */
  keep(isAlive: (id: number) => boolean): void {
    const left = this.ids.filter(isAlive)
    this.#ids = left.length < 4 ? new Uint32Array(4) : left
    if (left.length < 4) this.#ids.set(left)
    this.#count = left.length
  }
}
