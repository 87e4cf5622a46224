import { createRandom, type Random } from '../random'

const VALUES = [
  ...['up', '5m', 'A', '"x y"', "'q'", '1', '~', 'null', 'true', '""', 'a:b', '[1]', '{a: b}', '1h 5m', '{{ $value }}'],
  ...[
    '"{{ $value }}"',
    "'{{ foo }}'",
    'sum(up) by (job) > 1',
    '|\n      up\n      > 1',
    '>-\n      up',
    '0',
    '-1',
    '1.5',
  ],
  ...[
    'é',
    '*x',
    '&x up',
    '!!str 5',
    'job:a',
    '5x',
    '1d',
    'a b',
    '"a\\nb"',
    '# c',
    'x # c',
    'a#b',
    'up{a="b"}',
    '1y',
    '300y',
  ],
  ...[
    '"up{a=\\"b\\"}"',
    'http_requests_total[5m]',
    'yes',
    '0x10',
    '1e3',
    '"unterminated',
    '',
    '.inf',
    '017',
    '1_000',
    '012:30',
  ],
]
const KEYS = [
  'alert',
  'record',
  'expr',
  'for',
  'keep_firing_for',
  'labels',
  'annotations',
  'foo',
  'name',
  '"alert"',
  '<<',
]
const EXPRESSIONS = ['up', 'sum(up) > 1', 'vector(1)', 'rate(x[5m])', 'sum(', 'up[5m]', '"text"', 'foo bar', 'rate(x)']

/** Makes rule file number `index` of a seed: most of it as it should be, and something odd in about every other one. */
export function makeOddFile(seed: number, index: number): string {
  const random = createRandom(`${seed}:files:${index}`)
  const odd = (usual: readonly string[], chance: number) =>
    random.chance(chance) ? random.pick(VALUES) : random.pick(usual)
  let text = random.weighted([8, 'groups:\n'], [1, 'groups: # all\n'], [1, '---\ngroups:\n'], [0.2, ''])
  for (let groups = random.between(1, 2); groups > 0; groups--) {
    text += `- name: ${odd(['a', 'b', 'c', 'x y'], 0.08)}\n`
    if (random.chance(0.2)) text += `  interval: ${odd(['1m', '30s'], 0.25)}\n`
    if (random.chance(0.15)) text += `  limit: ${odd(['5', '0'], 0.25)}\n`
    if (random.chance(0.03)) text += `  ${random.pick(KEYS)}: ${random.pick(VALUES)}\n`
    text += '  rules:\n'
    for (let rules = random.between(0, 3); rules > 0; rules--) text += makeRule(random, odd)
  }
  return text
}

function makeRule(random: Random, odd: (usual: readonly string[], chance: number) => string): string {
  const isRecording = random.chance(0.4)
  let text = `  - ${isRecording ? 'record' : 'alert'}: ${odd(['A', 'B', 'job:x'], 0.07)}\n`
  text += `    expr: ${random.chance(0.1) ? random.pick(EXPRESSIONS) : odd(EXPRESSIONS.slice(0, 4), 0.08)}\n`
  const isWaiting = random.chance(isRecording ? 0.03 : 0.5)
  if (isWaiting) text += `    for: ${odd(['5m', '1h30m', '0s'], 0.1)}\n`
  if (random.chance(isRecording ? 0.02 : 0.2)) text += `    keep_firing_for: ${odd(['5m', '10s'], 0.1)}\n`
  if (random.chance(0.2)) text += `    labels: {a: ${random.pick(['b', '1', '"x"', 'true', '~', '[1]'])}}\n`
  else if (random.chance(0.25))
    text += `    labels:\n      ${random.pick(['a', 'b-c', '1', 'x', '__name__'])}: ${odd(['y', 'z'], 0.3)}\n`
  if (random.chance(isRecording ? 0.02 : 0.3))
    text += `    annotations:\n      ${random.pick(['a', 'b-c', 'x'])}: ${odd(['y', "'{{ $value }}'"], 0.4)}\n`
  if (random.chance(0.03)) text += `    ${random.pick(KEYS)}: ${random.pick(VALUES)}\n`
  return text
}
