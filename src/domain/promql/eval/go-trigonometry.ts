/*
 * Go's trigonometry, which is that of the Cephes library by Stephen L. Moshier: the last digits differ from JavaScript's, and
 * `x % sin(y)` or `sin(y) == z` makes them count.
 */

const PI4A = 0.7853981256484985
const PI4B = 3.774894707930798e-8
const PI4C = 2.6951514290790595e-15
/** From here on the reduction below loses digits; Go has another there, and JavaScript's own is as good. */
const LARGE = 2 ** 29

interface Reduced {
  /** Which eighth of the circle, of even ones. */
  readonly octant: number
  /** What is left of the angle. */
  readonly rest: number
}

/** Takes multiples of pi/4 off, in three parts so that no digit of pi is missed. */
function reduce(angle: number): Reduced {
  let eighths = Math.floor(angle * (4 / Math.PI))
  if (eighths % 2 === 1) eighths++
  return { octant: eighths % 8, rest: angle - eighths * PI4A - eighths * PI4B - eighths * PI4C }
}

function sinOfRest(rest: number): number {
  const z = rest * rest
  const sum =
    ((((1.5896230157654656e-10 * z - 2.5050747762857807e-8) * z + 2.7557313621385722e-6) * z - 0.0001984126982958954) *
      z +
      0.008333333333322118) *
      z -
    0.1666666666666663
  return rest + rest * z * sum
}

function cosOfRest(rest: number): number {
  const z = rest * rest
  const sum =
    ((((-1.1358536521387682e-11 * z + 2.087570084197473e-9) * z - 2.755731417929674e-7) * z + 2.4801587288851704e-5) *
      z -
      0.0013888888888873056) *
      z +
    0.041666666666666595
  return 1 - 0.5 * z + z * z * sum
}

export function goSin(angle: number): number {
  const size = Math.abs(angle)
  if (angle === 0 || !(size < LARGE)) return Math.sin(angle)
  const { octant, rest } = reduce(size)
  const half = octant % 4
  const value = half === 2 ? cosOfRest(rest) : sinOfRest(rest)
  return octant >= 4 !== angle < 0 ? -value : value
}

export function goCos(angle: number): number {
  const size = Math.abs(angle)
  if (!(size < LARGE)) return Math.cos(angle)
  const { octant, rest } = reduce(size)
  const value = octant % 4 === 2 ? sinOfRest(rest) : cosOfRest(rest)
  return octant === 2 || octant === 4 ? -value : value
}

export function goTan(angle: number): number {
  const size = Math.abs(angle)
  if (angle === 0 || !(size < LARGE)) return Math.tan(angle)
  const { octant, rest } = reduce(size)
  const z = rest * rest
  let value = rest
  if (z > 1e-14) {
    const above = (-13093.693918138373 * z + 1153516.6483858742) * z - 17956525.197648488
    const below = (((z + 13681.296347069296) * z - 1320892.3444021097) * z + 25008380.18233579) * z - 53869575.592945464
    value = rest + rest * ((z * above) / below)
  }
  if (octant % 4 === 2) value = -1 / value
  return angle < 0 ? -value : value
}

/** What pi/2 as a double lacks. */
const PI2_REST = 6.123233995736766e-17

export function goAtan(value: number): number {
  if (value === 0 || Number.isNaN(value)) return value
  const angle = atanOfPositive(Math.abs(value))
  return value < 0 ? -angle : angle
}

function atanOfPositive(value: number): number {
  if (value <= 0.66) return atanOfSmall(value)
  if (value > 2.414213562373095) return Math.PI / 2 - atanOfSmall(1 / value) + PI2_REST
  return Math.PI / 4 + atanOfSmall((value - 1) / (value + 1)) + 0.5 * PI2_REST
}

function atanOfSmall(value: number): number {
  const z = value * value
  const above =
    (((-0.8750608600031904 * z - 16.157537187333652) * z - 75.00855792314705) * z - 122.88666844901361) * z -
    64.85021904942025
  const below =
    ((((z + 24.858464901423062) * z + 165.02700983169885) * z + 432.88106049129027) * z + 485.3903996359137) * z +
    194.5506571482614
  return value * ((z * above) / below) + value
}
