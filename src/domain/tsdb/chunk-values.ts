/*
 * The values of one chunk as bytes. Each chunk gets the narrowest form that gives back every bit: metrics are mostly whole
 * numbers or short decimals, so 1 or 2 bytes a sample is common and no bit stream is needed. Reading is a plain loop.
 *
 * Layout, from an 8-byte aligned offset: form u8, decimals u8, count u16, staleCount u16, words u16 (size of the whole in
 * 8 bytes), base f64, [step f64 for the delta forms], the codes, then staleCount u16 places of staleness markers.
 */

/** No chunk holds more samples. */
export const MAX_CHUNK_SAMPLES = 240

/** Views of one buffer, over which chunks are read and written. */
export interface ByteViews {
  readonly u8: Uint8Array
  readonly u16: Uint16Array
  readonly u32: Uint32Array
  readonly f32: Float32Array
  readonly f64: Float64Array
}

/** Views of a buffer whose length is a multiple of 8. */
export function viewsOf(buffer: ArrayBuffer): ByteViews {
  return {
    u8: new Uint8Array(buffer),
    u16: new Uint16Array(buffer),
    u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  }
}

/** Names of the forms by their number in the bytes. */
export const FORM = {
  constant: 0,
  offset8: 1,
  offset16: 2,
  offset32: 3,
  delta8: 4,
  delta16: 5,
  delta32: 6,
  float32: 7,
  float64: 8,
} as const

/** Bytes of one code, by form. */
const CODE_BYTES = [0, 1, 2, 4, 1, 2, 4, 4, 8]
const HEADER_BYTES = 16
/** v * 10^decimals must stay below this, so that sums and differences of two such numbers are exact. */
const MAX_WHOLE = 2 ** 51
const MAX_DECIMALS = 9
const POWERS = Float64Array.from({ length: MAX_DECIMALS + 1 }, (_, decimals) => 10 ** decimals)
/** Adding and taking it away rounds any number below 2^51 to a whole one. */
const ROUNDER = 1.5 * 2 ** 52

/** How the values of a chunk will be written; made by `planValues`, valid until the next plan. */
export interface ValuePlan {
  form: number
  decimals: number
  base: number
  step: number
  count: number
  /** Size of the chunk without staleness markers. */
  bytes: number
}

const plan: ValuePlan = { form: 0, decimals: 0, base: 0, step: 0, count: 0, bytes: 0 }
/** The values times 10^decimals, where they are whole numbers then. */
const wholes = new Float64Array(MAX_CHUNK_SAMPLES)

/** Finds the narrowest form for `values[from..to)`, which are 1 to 240 samples. */
export function planValues(values: Float64Array, from: number, to: number): ValuePlan {
  plan.count = to - from
  plan.decimals = 0
  plan.step = 0
  plan.base = values[from] as number
  if (isConstant(values, from, to)) plan.form = FORM.constant
  else if (!planWholes(values, from, to)) plan.form = isSingle(values, from, to) ? FORM.float32 : FORM.float64
  const header = hasStep(plan.form) ? HEADER_BYTES + 8 : HEADER_BYTES
  plan.bytes = header + plan.count * (CODE_BYTES[plan.form] as number)
  return plan
}

const hasStep = (form: number) => form >= FORM.delta8 && form <= FORM.delta32

function isConstant(values: Float64Array, from: number, to: number): boolean {
  const first = values[from] as number
  for (let i = from + 1; i < to; i++) {
    if (!Object.is(values[i], first)) return false
  }
  return true
}

function isSingle(values: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    if (Math.fround(value) !== value) return false
  }
  return true
}

/** Plans one of the whole number forms; false where the values are no short decimals or spread too far. */
function planWholes(values: Float64Array, from: number, to: number): boolean {
  let decimals = decimalsOf(values[from] as number, 0)
  while (decimals <= MAX_DECIMALS) {
    const end = measureWholes(values, from, to, POWERS[decimals] as number)
    if (end === to) return chooseForm(decimals)
    // What has fewer decimals is a whole number under a higher power too, so one number more is all that can be needed.
    decimals = decimalsOf(values[end] as number, decimals + 1)
  }
  return false
}

/** How many decimals a number has, `least` or more; MAX_DECIMALS + 1 where it is no short decimal. */
function decimalsOf(value: number, least: number): number {
  let decimals = least
  while (decimals <= MAX_DECIMALS) {
    const power = POWERS[decimals] as number
    if (Math.round(value * power) / power === value) return decimals
    decimals += 1
  }
  return decimals
}

const spread = { min: 0, max: 0, minStep: 0, maxStep: 0 }

/** Fills `wholes` and `spread`; returns the place of the first value that is no whole number under this power, or `to`. */
function measureWholes(values: Float64Array, from: number, to: number, power: number): number {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let minStep = Number.POSITIVE_INFINITY
  let maxStep = Number.NEGATIVE_INFINITY
  let before = 0
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    const whole = value * power + ROUNDER - ROUNDER
    if (whole / power !== value || !(whole < MAX_WHOLE && whole > -MAX_WHOLE)) return i
    // Zero has two signs, and a whole number only one.
    if (value === 0 && 1 / value < 0) return i
    wholes[i - from] = whole
    if (whole < min) min = whole
    if (whole > max) max = whole
    const step = whole - before
    if (i > from) {
      if (step < minStep) minStep = step
      if (step > maxStep) maxStep = step
    }
    before = whole
  }
  spread.min = min
  spread.max = max
  spread.minStep = minStep
  spread.maxStep = maxStep
  return to
}

function chooseForm(decimals: number): boolean {
  const offsetBytes = bytesFor(spread.max - spread.min)
  const stepBytes = bytesFor(spread.maxStep - spread.minStep)
  if (offsetBytes === 8 && stepBytes === 8) return false
  plan.decimals = decimals
  if (offsetBytes <= stepBytes) {
    plan.form = offsetBytes === 1 ? FORM.offset8 : offsetBytes === 2 ? FORM.offset16 : FORM.offset32
    plan.base = spread.min
  } else {
    plan.form = stepBytes === 1 ? FORM.delta8 : stepBytes === 2 ? FORM.delta16 : FORM.delta32
    plan.base = wholes[0] as number
    plan.step = spread.minStep
  }
  return true
}

function bytesFor(width: number): number {
  if (width < 0x100) return 1
  if (width < 0x1_0000) return 2
  return width < 0x1_0000_0000 ? 4 : 8
}

/** Bytes of a whole chunk, a multiple of 8. */
export function chunkBytes(bytes: number, staleCount: number): number {
  return (bytes + 2 * staleCount + 7) & ~7
}

/** Writes the chunk just planned at an offset; `stale` are places of staleness markers, ascending. */
export function writeValues(
  views: ByteViews,
  offset: number,
  values: Float64Array,
  from: number,
  stale: readonly number[],
): void {
  const { form, count, base, step } = plan
  views.u8[offset] = form
  views.u8[offset + 1] = plan.decimals
  views.u16[offset / 2 + 1] = count
  views.u16[offset / 2 + 2] = stale.length
  views.u16[offset / 2 + 3] = chunkBytes(plan.bytes, stale.length) / 8
  views.f64[offset / 8 + 1] = base
  if (hasStep(form)) views.f64[offset / 8 + 2] = step
  const codes = offset + (hasStep(form) ? HEADER_BYTES + 8 : HEADER_BYTES)
  if (form === FORM.float64) views.f64.set(values.subarray(from, from + count), codes / 8)
  else if (form === FORM.float32) views.f32.set(values.subarray(from, from + count), codes / 4)
  else if (form !== FORM.constant) writeCodes(codesOf(views, form), codes / (CODE_BYTES[form] as number))
  const places = (codes + count * (CODE_BYTES[form] as number) + 1) >> 1
  for (let i = 0; i < stale.length; i++) views.u16[places + i] = stale[i] as number
}

function codesOf(views: ByteViews, form: number): Uint8Array | Uint16Array | Uint32Array {
  const bytes = CODE_BYTES[form]
  return bytes === 1 ? views.u8 : bytes === 2 ? views.u16 : views.u32
}

function writeCodes(codes: Uint8Array | Uint16Array | Uint32Array, at: number): void {
  const { form, count, base, step } = plan
  if (hasStep(form)) {
    // The first sample is the base: readers begin one step before it.
    codes[at] = 0
    for (let i = 1; i < count; i++) codes[at + i] = (wholes[i] as number) - (wholes[i - 1] as number) - step
  } else {
    for (let i = 0; i < count; i++) codes[at + i] = (wholes[i] as number) - base
  }
}

export const countAt = (views: ByteViews, offset: number) => views.u16[offset / 2 + 1] as number
export const staleCountAt = (views: ByteViews, offset: number) => views.u16[offset / 2 + 2] as number
export const bytesAt = (views: ByteViews, offset: number) => (views.u16[offset / 2 + 3] as number) * 8

/** Size of the chunk that begins at an offset, as it says itself; 0 where it does not fit into the views. */
export function sizeOfChunk(views: ByteViews, offset: number): number {
  if (offset + HEADER_BYTES > views.u8.length) return 0
  const size = bytesAt(views, offset)
  return size < HEADER_BYTES || offset + size > views.u8.length ? 0 : size
}

/** What is wrong with a chunk from outside that should hold `count` samples and lies within the views; null if nothing. */
export function chunkFault(views: ByteViews, offset: number, count: number): string | null {
  const form = views.u8[offset] as number
  const codeBytes = CODE_BYTES[form]
  if (codeBytes === undefined) return 'form of values'
  if ((views.u8[offset + 1] as number) > MAX_DECIMALS) return 'decimals'
  if (countAt(views, offset) !== count) return 'count of values'
  const staleCount = staleCountAt(views, offset)
  const codes = hasStep(form) ? HEADER_BYTES + 8 : HEADER_BYTES
  if (chunkBytes(codes + count * codeBytes, staleCount) !== bytesAt(views, offset)) return 'size of values'
  const places = (offset + codes + count * codeBytes + 1) >> 1
  for (let i = 0; i < staleCount; i++) {
    const place = views.u16[places + i] as number
    if (place >= count || (i > 0 && place <= (views.u16[places + i - 1] as number))) return 'staleness markers'
  }
  return null
}

/** Reads samples `from..to` of the chunk at an offset into `out` from place `at` on. */
export function readValues(
  views: ByteViews,
  offset: number,
  from: number,
  to: number,
  out: Float64Array,
  at: number,
): void {
  const form = views.u8[offset] as number
  const base = views.f64[offset / 8 + 1] as number
  const power = POWERS[views.u8[offset + 1] as number] as number
  const codes = offset + HEADER_BYTES
  switch (form) {
    case FORM.constant:
      out.fill(base, at, at + to - from)
      break
    case FORM.offset8:
      readOffsets8(views.u8, codes, from, to, base, power, out, at)
      break
    case FORM.offset16:
      readOffsets16(views.u16, codes / 2, from, to, base, power, out, at)
      break
    case FORM.offset32:
      readOffsets32(views.u32, codes / 4, from, to, base, power, out, at)
      break
    case FORM.delta8:
      readDeltas8(views.u8, codes + 8, from, to, base, views.f64[codes / 8] as number, power, out, at)
      break
    case FORM.delta16:
      readDeltas16(views.u16, codes / 2 + 4, from, to, base, views.f64[codes / 8] as number, power, out, at)
      break
    case FORM.delta32:
      readDeltas32(views.u32, codes / 4 + 2, from, to, base, views.f64[codes / 8] as number, power, out, at)
      break
    case FORM.float32:
      out.set(views.f32.subarray(codes / 4 + from, codes / 4 + to), at)
      break
    default:
      out.set(views.f64.subarray(codes / 8 + from, codes / 8 + to), at)
  }
}

/** Marks the staleness markers among samples `from..to`: 1 in `stale` and NaN in `out`, both from place `at` on. */
export function readStale(
  views: ByteViews,
  offset: number,
  from: number,
  to: number,
  out: Float64Array,
  stale: Uint8Array,
  at: number,
): void {
  const form = views.u8[offset] as number
  const codes = offset + (hasStep(form) ? HEADER_BYTES + 8 : HEADER_BYTES)
  const places = (codes + countAt(views, offset) * (CODE_BYTES[form] as number) + 1) >> 1
  const staleCount = staleCountAt(views, offset)
  for (let i = 0; i < staleCount; i++) {
    const place = views.u16[places + i] as number
    if (place < from || place >= to) continue
    stale[at + place - from] = 1
    out[at + place - from] = Number.NaN
  }
}

/*
 * One loop for each width, because a loop that sees arrays of one kind only is several times as fast. A division by 1 is
 * exact, but costs more than the rest of the loop.
 */
type Read<Codes> = (
  codes: Codes,
  place: number,
  from: number,
  to: number,
  base: number,
  power: number,
  out: Float64Array,
  at: number,
) => void

const readOffsets8: Read<Uint8Array> = (codes, place, from, to, base, power, out, at) => {
  const shift = at - from
  if (power === 1) for (let i = from; i < to; i++) out[shift + i] = base + (codes[place + i] as number)
  else for (let i = from; i < to; i++) out[shift + i] = (base + (codes[place + i] as number)) / power
}

const readOffsets16: Read<Uint16Array> = (codes, place, from, to, base, power, out, at) => {
  const shift = at - from
  if (power === 1) for (let i = from; i < to; i++) out[shift + i] = base + (codes[place + i] as number)
  else for (let i = from; i < to; i++) out[shift + i] = (base + (codes[place + i] as number)) / power
}

const readOffsets32: Read<Uint32Array> = (codes, place, from, to, base, power, out, at) => {
  const shift = at - from
  if (power === 1) for (let i = from; i < to; i++) out[shift + i] = base + (codes[place + i] as number)
  else for (let i = from; i < to; i++) out[shift + i] = (base + (codes[place + i] as number)) / power
}

type ReadDeltas<Codes> = (
  codes: Codes,
  place: number,
  from: number,
  to: number,
  base: number,
  step: number,
  power: number,
  out: Float64Array,
  at: number,
) => void

const readDeltas8: ReadDeltas<Uint8Array> = (codes, place, from, to, base, step, power, out, at) => {
  const shift = at - from
  let whole = base - step
  for (let i = 0; i < from; i++) whole += step + (codes[place + i] as number)
  if (power === 1) {
    for (let i = from; i < to; i++) {
      whole += step + (codes[place + i] as number)
      out[shift + i] = whole
    }
  } else {
    for (let i = from; i < to; i++) {
      whole += step + (codes[place + i] as number)
      out[shift + i] = whole / power
    }
  }
}

const readDeltas16: ReadDeltas<Uint16Array> = (codes, place, from, to, base, step, power, out, at) => {
  const shift = at - from
  let whole = base - step
  for (let i = 0; i < from; i++) whole += step + (codes[place + i] as number)
  if (power === 1) {
    for (let i = from; i < to; i++) {
      whole += step + (codes[place + i] as number)
      out[shift + i] = whole
    }
  } else {
    for (let i = from; i < to; i++) {
      whole += step + (codes[place + i] as number)
      out[shift + i] = whole / power
    }
  }
}

const readDeltas32: ReadDeltas<Uint32Array> = (codes, place, from, to, base, step, power, out, at) => {
  const shift = at - from
  let whole = base - step
  for (let i = 0; i < from; i++) whole += step + (codes[place + i] as number)
  if (power === 1) {
    for (let i = from; i < to; i++) {
      whole += step + (codes[place + i] as number)
      out[shift + i] = whole
    }
  } else {
    for (let i = from; i < to; i++) {
      whole += step + (codes[place + i] as number)
      out[shift + i] = whole / power
    }
  }
}
