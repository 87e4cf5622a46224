import type { Random } from '../random'
import { createNode, type Part, type QueryNode } from './node'
import type { Family, Schema } from './schema'
import { printDuration, printKeyword, printString } from './text'

const escapeRegex = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Patterns of RE2 that match the value. */
function matchingPattern(random: Random, value: string, others: readonly string[]): string {
  const exact = escapeRegex(value)
  const cut = random.between(0, Math.min(4, value.length))
  return random.pick([
    exact,
    `${exact}|${escapeRegex(random.pick(others))}`,
    `${escapeRegex(random.pick(others))}|${exact}|nobody`,
    `${escapeRegex(value.slice(0, cut))}.*`,
    `.*${escapeRegex(value.slice(value.length - cut))}`,
    `(?s)${escapeRegex(value.slice(0, cut))}.*`,
    '.*',
    value === '' ? '' : '.+',
    `(?i:${escapeRegex(value.toUpperCase())})`,
    `(${exact})`,
    `^${exact}$`,
    `(?P<all>${exact})`,
    `[^\\x00]{${[...value].length},}`,
    value.includes('\\') ? exact : `\\Q${value}\\E`,
    `(?:zz|${exact})??(?:${exact})?`,
  ])
}

/** One matcher; with `holds` it is one that this value satisfies. */
function printMatcher(
  random: Random,
  label: string,
  value: string,
  others: readonly string[],
  holds: boolean,
): [string, string] {
  const another = others.filter((other) => other !== value)
  const wrong = another.length > 0 && random.chance(0.8) ? random.pick(another) : 'nobody'
  const positive = random.chance(0.65)
  const matches = positive === holds
  const text = matches ? value : wrong
  if (random.chance(0.45)) {
    const op = positive ? '=' : '!='
    return [op, `${label}${op}${printString(random, text)}`]
  }
  const op = positive ? '=~' : '!~'
  const pattern = matches ? matchingPattern(random, value, others) : escapeRegex(wrong)
  return [op, `${label}${random.chance(0.05) ? ` ${op} ` : op}${printString(random, pattern)}`]
}

export interface Selection {
  readonly family: Family
  /** The selector without modifiers, such as `up{job="api"}`. */
  readonly text: string
  readonly covers: readonly string[]
}

export function pickFamily(random: Random, schema: Schema, fits: (family: Family) => boolean = () => true): Family {
  return random.pick(schema.families.filter(fits))
}

/** A selector that some series of the family satisfy, mostly. */
export function selectFrom(random: Random, schema: Schema, family: Family): Selection {
  const set = random.pick(family.sets)
  const matchers: string[] = []
  const covers: string[] = []
  const add = (label: string, value: string, holds = random.chance(0.97)) => {
    const [op, text] = printMatcher(random, label, value, schema.values.get(label) ?? ['other'], holds)
    matchers.push(text)
    covers.push(`matcher ${op}`)
  }
  for (const label of random.some(family.labels, random.weighted([5, 0], [4, 1], [2, 2])))
    add(label, set.get(label) ?? '')
  if (random.chance(0.04)) add(random.pick(['missing', 'le', 'job']), '', true)
  let name = family.name
  if (random.chance(0.06)) {
    name = ''
    const other = random.pick(schema.families).name
    matchers.unshift(
      random.pick([
        `__name__=${printString(random, family.name)}`,
        `__name__=~${printString(random, escapeRegex(family.name))}`,
        `__name__=~${printString(random, `${family.name}|${other}`)}`,
        `__name__=~${printString(random, `${family.name.slice(0, 5)}.+`)}`,
      ]),
    )
    covers.push('selector without name')
  }
  const comma = matchers.length > 0 && random.chance(0.04) ? ',' : ''
  const braces =
    matchers.length > 0 || random.chance(0.03) ? `{${matchers.join(random.pick([',', ', ']))}${comma}}` : ''
  return { family, text: name + braces, covers }
}

/** ` offset 5m` and ` @ 123`, in either order, or mostly nothing. */
export function modifiers(random: Random, schema: Schema): { parts: Part[]; covers: string[] } {
  const parts: Part[] = []
  const covers: string[] = []
  if (random.chance(0.14)) {
    const isNegative = random.chance(0.3)
    const ms = random.pick([1, 15_000, 60_000, 300_000, 61_001, 1_800_000, 86_400_000])
    parts.push({ optional: ` ${printKeyword(random, 'offset')} ${isNegative ? '-' : ''}${printDuration(random, ms)}` })
    covers.push(isNegative ? 'negative offset' : 'offset')
  }
  if (random.chance(0.1)) {
    const at = random.weighted<[string, string]>(
      [2, ['@', printAtTime(random, schema)]],
      [1, ['@ start()', 'start()']],
      [1, ['@ end()', 'end()']],
    )
    parts.splice(random.between(0, parts.length), 0, { optional: ` @ ${at[1]}` })
    covers.push(at[0])
  }
  return { parts, covers }
}

function printAtTime(random: Random, { startMs, endMs }: Schema): string {
  const ms = random.between(startMs - 600_000, endMs + 600_000)
  if (random.chance(0.05)) return random.pick(['0', '-5', '0.0005', '1e10', '-1.5e9'])
  return random.pick([String(Math.floor(ms / 1000)), (ms / 1000).toFixed(3), (ms / 1000).toExponential()])
}

/** An instant selector with its modifiers. */
export function vectorSelector(random: Random, schema: Schema, { family, text, covers }: Selection): QueryNode {
  const { parts, covers: more } = modifiers(random, schema)
  const labels = family.labels
  return createNode('vector', [text, ...parts], ['selector', ...covers, ...more], {
    labels,
    cost: family.sets.length * 2,
  })
}

/** A range selector with its modifiers. */
export function matrixSelector(random: Random, schema: Schema, { family, text, covers }: Selection): QueryNode {
  const rangeMs = random.weighted(
    [4, 60_000],
    [8, 300_000],
    [3, 600_000],
    [0.4, 1],
    [1, 15_000],
    [2, 30_000],
    [2, 95_001],
    [1, 3_600_000],
    [1, 5_400_000],
    [0.4, random.pick([86_400_000, 604_800_000, 31_536_000_000])],
  )
  const { parts, covers: more } = modifiers(random, schema)
  const cost = family.sets.length * (2 + Math.min(rangeMs, 7_200_000) / 15_000)
  const range = `[${printDuration(random, rangeMs)}]`
  return createNode('matrix', [text, range, ...parts], ['range selector', ...covers, ...more], {
    labels: family.labels,
    cost,
  })
}
