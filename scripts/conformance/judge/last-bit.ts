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

/** The neighbour of a number, away from zero or towards it. Whole numbers, infinities and NaN stay: they are not rounded. */
export function nudge(value: number, bits: 1 | -1): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value
  view.setFloat64(0, value)
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(bits))
  return view.getFloat64(0)
}

/** Runs with every inexact function of `Math` off by one in its last bit. Not async, so that nobody else runs meanwhile. */
export function withLastBitOff<T>(bits: 1 | -1, run: () => T): T {
  const saved = new Map<string, PropertyDescriptor | undefined>()
  const replace = (name: string, value: (a: number, b: number) => number) => {
    saved.set(name, Object.getOwnPropertyDescriptor(Math, name))
    Object.defineProperty(Math, name, { value, configurable: true, writable: true })
  }
  for (const name of INEXACT) {
    const original = Math[name]
    replace(name, (a) => nudge(original(a), bits))
  }
  for (const name of INEXACT_OF_TWO) {
    const original = Math[name]
    replace(name, (a, b) => nudge(original(a, b), bits))
  }
  try {
    return run()
  } finally {
    for (const [name, descriptor] of saved) if (descriptor !== undefined) Object.defineProperty(Math, name, descriptor)
  }
}
