export interface SoakArguments {
  /** Refreshes of the board; 0 for none, where only leaks are looked at. */
  readonly ticks: number
  /** Pages and `events` that are soaked; none named means all. */
  readonly parts: readonly string[]
  /** Leaks that are planted one after the other. */
  readonly leaks: readonly string[]
  /** As much as `npm test` has time for. */
  readonly quick: boolean
}

const DEFAULT_TICKS = 3_000
/** Nearly five times all that the backend's world has, and on to twice as many where that does not tell. */
const QUICK_TICKS = 480
const QUICK_PARTS: readonly string[] = ['board', 'events']
export const PARTS: readonly string[] = ['board', 'logs', 'alerts', 'events']

/**
 * `--quick` for what `npm test` proves; `--ticks 10000` for longer; `--part board` for one of its parts; `--leaks` for all planted
 * leaks and nothing else, `--leak M3` for one, `--round 17` for the one of `soon` whose turn it is, beside
 * all the rest; `--round commit` takes the number from the commit that is tested. Throws an Error with what is wrong.
 */
export function readArguments(
  args: readonly string[],
  known: readonly string[],
  soon: readonly string[],
  commit: () => string,
): SoakArguments {
  let ticks = DEFAULT_TICKS
  let leaks: readonly string[] = []
  let parts: readonly string[] = []
  let quick = false
  for (let i = 0; i < args.length; i++) {
    const [name, value = ''] = [args[i], args[i + 1]]
    if (name === '--leaks') {
      ticks = 0
      leaks = known
      continue
    }
    if (name === '--quick') {
      ticks = QUICK_TICKS
      quick = true
      continue
    }
    i += 1
    if (name === '--ticks') ticks = wholeNumber(name, value, 120)
    else if (name === '--round') {
      const round = value === 'commit' ? Number.parseInt(commit().slice(0, 6), 16) : wholeNumber(name, value, 0)
      leaks = [soon[round % soon.length] ?? '']
    } else if (name === '--part' && PARTS.includes(value)) parts = [...parts, value]
    else if (name === '--leak' && known.includes(value)) {
      ticks = 0
      leaks = [...leaks, value]
    } else
      throw new Error(
        `Not understood: ${name} ${value}. There are --quick, --ticks N, --part ${PARTS.join('|')}, --leaks, --leak M1 to M13, --round N.`,
      )
  }
  const all = quick ? QUICK_PARTS : PARTS
  return { ticks, leaks, parts: parts.length === 0 ? all : parts, quick }
}

function wholeNumber(name: string, value: string, least: number): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < least || value === '') {
    throw new Error(`${name} takes a whole number of at least ${least}.`)
  }
  return number
}
