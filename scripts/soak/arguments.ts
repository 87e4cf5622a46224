export interface SoakArguments {
  /** Refreshes of the board; 0 for none, where only leaks are looked at. */
  readonly ticks: number
  /** Pages and `events` that are soaked; none named means all. */
  readonly parts: readonly string[]
  /** Leaks that are planted one after the other. */
  readonly leaks: readonly string[]
}

const DEFAULT_TICKS = 3_000
export const PARTS: readonly string[] = ['board', 'logs', 'alerts', 'events']

/**
 * `--ticks 10000` for longer; `--part board` for one of its parts; `--leaks` for all planted
 * leaks and nothing else, `--leak M3` for one, `--round 17` for the one of `quick` whose turn it is, beside
 * all the rest; `--round commit` takes the number from the commit that is tested. Throws an Error with what is wrong.
 */
export function readArguments(
  args: readonly string[],
  known: readonly string[],
  quick: readonly string[],
  commit: () => string,
): SoakArguments {
  let ticks = DEFAULT_TICKS
  let leaks: readonly string[] = []
  let parts: readonly string[] = []
  for (let i = 0; i < args.length; i++) {
    const [name, value = ''] = [args[i], args[i + 1]]
    if (name === '--leaks') {
      ticks = 0
      leaks = known
      continue
    }
    i += 1
    if (name === '--ticks') ticks = wholeNumber(name, value, 120)
    else if (name === '--round') {
      const round = value === 'commit' ? Number.parseInt(commit().slice(0, 6), 16) : wholeNumber(name, value, 0)
      leaks = [quick[round % quick.length] ?? '']
    } else if (name === '--part' && PARTS.includes(value)) parts = [...parts, value]
    else if (name === '--leak' && known.includes(value)) {
      ticks = 0
      leaks = [...leaks, value]
    } else
      throw new Error(
        `Not understood: ${name} ${value}. There are --ticks N, --part ${PARTS.join('|')}, --leaks, --leak M1 to M9, --round N.`,
      )
  }
  return { ticks, leaks, parts: parts.length === 0 ? PARTS : parts }
}

function wholeNumber(name: string, value: string, least: number): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < least || value === '') {
    throw new Error(`${name} takes a whole number of at least ${least}.`)
  }
  return number
}
