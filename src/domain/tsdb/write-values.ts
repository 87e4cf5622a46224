import {
  type ByteViews,
  CODE_BYTES,
  chunkBytes,
  codesOffset,
  FORM,
  hasStep,
  MAX_CHUNK_SAMPLES,
  MAX_DECIMALS,
  POWERS,
} from './chunk-values'

/** v * 10^decimals must stay below this, so that sums and differences of two such numbers are exact. */
const MAX_WHOLE = 2 ** 51
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
  plan.bytes = codesOffset(plan.form) + plan.count * (CODE_BYTES[plan.form] as number)
  return plan
}

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
  const codes = offset + codesOffset(form)
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
