/** More decimals than this tell no measurement from a bound. */
const MOST_DECIMALS = 8

/**
 * The text of a value that stands beside bounds: with as many decimals as show on which side of each it is, for "99.5 %" beside a promise
 * of 99.5 % would say that it is kept. `textOf` prints it with so many decimals, or as it does by itself; `value` and bounds are in the
 * unit of that text.
 */
export function textBeside(
  value: number,
  bounds: readonly number[],
  textOf: (decimals: number | undefined) => string,
): string {
  const isTold = (text: string) => {
    const shown = Number.parseFloat(text.replaceAll(',', ''))
    return Number.isNaN(shown) || bounds.every((bound) => sideOf(shown, bound) === sideOf(value, bound))
  }
  const plain = textOf(undefined)
  if (isTold(plain)) return plain
  for (let decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
    const text = textOf(decimals)
    if (isTold(text)) return text
  }
  return plain
}

/** -1 below, 1 above; what differs by less than the last decimal is the bound itself. */
function sideOf(value: number, bound: number): number {
  const difference = value - bound
  return Math.abs(difference) < 0.5 * 10 ** -MOST_DECIMALS ? 0 : Math.sign(difference)
}
