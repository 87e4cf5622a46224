import { formatText, pickRung, type ValueFormat } from '~/domain/units/format-value'
import { type UnitSpec, unitSpec } from '~/domain/units/unit-specs'

const MAX_TICK_DECIMALS = 6
const READABLE_DECIMALS = 2

/**
 * Labels of the ticks of one axis: one rung of the unit and equal decimals for all, as many as tell them apart whatever
 * the panel's `decimals` say. Zero is bare; scaled units are glued on ("7.5s", "12%", "20MiB"); names such as "req/s"
 * are left to the panel's heading.
 */
export function formatTicks(values: readonly number[], format: ValueFormat): string[] {
  const spec = unitSpec(format.unit)
  if (spec.style === 'date' || typeof spec.style === 'object') return values.map((value) => formatText(value, format))
  const sizes = values.map((value) => value * spec.factor)
  const { name, size, places } = pickTickRung(spec, sizes)
  const unit = spec.prefixOn === 'unit' ? name + spec.suffix : spec.style === 'percent' ? '%' : ''
  const tail = spec.prefixOn === 'number' ? name + unit : unit
  return sizes.map((value) => {
    if (value === 0) return `${spec.before}0${unit}`
    const digits = Math.abs(value / size).toFixed(places)
    const sign = value < 0 && Number(digits) !== 0 ? '-' : ''
    return `${sign}${spec.before}${digits}${tail}`
  })
}

/** The rung of the largest tick, or a lower one where that needs fewer decimals: 20s 40s 60s and not 0.33min. */
function pickTickRung(
  spec: UnitSpec,
  sizes: readonly number[],
): { readonly name: string; readonly size: number; readonly places: number } {
  const largest = Math.max(0, ...sizes.map(Math.abs))
  const top = pickRung(spec, largest, undefined)
  const rungs = spec.ladder.filter(([, size]) => size <= top.size).reverse()
  for (const [name, size] of rungs.slice(0, 2)) {
    const places = placesOf(sizes, size)
    if (places <= READABLE_DECIMALS) return { name, size, places }
  }
  return { ...top, places: placesOf(sizes, top.size) }
}

function placesOf(sizes: readonly number[], unit: number): number {
  for (let places = 0; places < MAX_TICK_DECIMALS; places++) {
    const scale = 10 ** places / unit
    if (sizes.every((size) => Math.abs(size * scale - Math.round(size * scale)) < 1e-6)) return places
  }
  return MAX_TICK_DECIMALS
}
