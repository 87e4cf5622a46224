const SLAB_SAMPLES = 128 * 1024
const MAX_SLABS = 48

/**
 * Room for values that are read, used again by the next reading: fresh memory costs more than decoding into it. It holds 48 MB
 * at most, as for 1,000 series over a day at 15 s, and shrinks slowly when less is asked for.
 */
export class SampleBuffers {
  readonly #slabs: Float64Array[] = []
  #slab = 0
  #used = 0

  get bytes(): number {
    return this.#slabs.length * SLAB_SAMPLES * 8
  }

  /** Room for some values; holds any numbers. */
  take(count: number): Float64Array {
    if (count > SLAB_SAMPLES) return new Float64Array(count)
    if (this.#used + count > SLAB_SAMPLES) {
      this.#slab += 1
      this.#used = 0
    }
    if (this.#slab >= MAX_SLABS) return new Float64Array(count)
    this.#slabs[this.#slab] ??= new Float64Array(SLAB_SAMPLES)
    const from = this.#used
    this.#used += count
    return this.#slabs[this.#slab]?.subarray(from, this.#used) ?? new Float64Array(count)
  }

  /** Gives all room back: what was taken is overwritten from now on. */
  reset(): void {
    if (this.#slabs.length > this.#slab + 1) this.#slabs.pop()
    this.#slab = 0
    this.#used = 0
  }
}
