/** Functions whose last bit no standard fixes: Go and a browser round them differently, both rightly. */
const INEXACT = [
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atanh',
  'cos',
  'cosh',
  'exp',
  'log',
  'log10',
  'log2',
  'sin',
  'sinh',
  'tan',
  'tanh',
  'expm1',
  'log1p',
] as const
const INEXACT_OF_TWO = ['atan2', 'pow'] as const

const view = new DataView(new ArrayBuffer(8))

/** Below it a float can be a whole number by right; above all of them are. */
const FRACTIONS_END = 2 ** 52

/** The neighbour of a number, away from zero or towards it. Small whole numbers, infinities and NaN stay: they are not rounded. */
export function nudge(value: number, bits: 1 | -1): number {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < FRACTIONS_END)) return value
  view.setFloat64(0, value)
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(bits))
  return view.getFloat64(0)
}

type Numeric = (a: number, b: number) => number
/** By how many bits results are off at the moment. */
let offBy: 0 | 1 | -1 = 0

/**
 * Puts a switch on every inexact function of `Math`. To be called before the engine is loaded, which may keep the functions it
 * finds then in its tables.
 */
export function installMathSwitches(): void {
  for (const name of [...INEXACT, ...INEXACT_OF_TWO]) {
    const original: Numeric = Math[name]
    const value: Numeric = (a, b) => (offBy === 0 ? original(a, b) : nudge(original(a, b), offBy))
    Object.defineProperty(Math, name, { value, configurable: true, writable: true })
  }
}

/** Runs with every inexact function of `Math` off by one in its last bit. Not async, so that nobody else runs meanwhile. */
export function withLastBitOff<T>(bits: 1 | -1, run: () => T): T {
  offBy = bits
  try {
    return run()
  } finally {
    offBy = 0
  }
}
