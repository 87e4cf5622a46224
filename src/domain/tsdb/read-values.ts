import { type ByteViews, CODE_BYTES, codesOffset, countAt, FORM, POWERS, staleCountAt } from './chunk-values'

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
  const codes = offset + codesOffset(form)
  // Means something for the delta forms alone.
  const step = views.f64[codes / 8 - 1] as number
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
      readDeltas8(views.u8, codes, from, to, base, step, power, out, at)
      break
    case FORM.delta16:
      readDeltas16(views.u16, codes / 2, from, to, base, step, power, out, at)
      break
    case FORM.delta32:
      readDeltas32(views.u32, codes / 4, from, to, base, step, power, out, at)
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
  const codes = offset + codesOffset(form)
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
