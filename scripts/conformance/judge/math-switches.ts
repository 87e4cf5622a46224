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
/** What stands between a function of `Math` and its caller for the moment; undefined for nothing. */
let between: ((name: string, original: Numeric) => Numeric) | undefined

/**
 * Puts a switch on every inexact function of `Math`. To be called before the engine is loaded, which may keep the functions it
 * finds then in its tables.
 */
export function installMathSwitches(): void {
  for (const name of [...INEXACT, ...INEXACT_OF_TWO]) {
    const original: Numeric = Math[name]
    const value: Numeric = (a, b) => (between === undefined ? original(a, b) : between(name, original)(a, b))
    Object.defineProperty(Math, name, { value, configurable: true, writable: true })
  }
}

/** Not async, so that nobody else runs meanwhile. */
function runWith<T>(standIn: (name: string, original: Numeric) => Numeric, run: () => T): T {
  between = standIn
  try {
    return run()
  } finally {
    between = undefined
  }
}

/** Runs with every inexact function of `Math` off by one in its last bit. */
export function withLastBitOff<T>(bits: 1 | -1, run: () => T): T {
  return runWith((_name, original) => (a, b) => nudge(original(a, b), bits), run)
}

/**
 * Runs with the logarithm that Go has on amd64, whose assembly takes the exponent of a subnormal number for -1023 and its digits
 * for those of a normal one: ln(5e-324) is -709.09 there instead of -744.44.
 */
export function withLogOfAmd64<T>(run: () => T): T {
  const smallestNormal = 2 ** -1022
  return runWith((name, original) => {
    if (name !== 'log') return original
    return (a, b) => {
      if (!(a > 0 && a < smallestNormal)) return original(a, b)
      return original(1 + a / smallestNormal, b) - 1023 * Math.LN2
    }
  }, run)
}
