import { makeLabelCall } from './label-calls'
import type { Maker } from './maker'
import { createNode, type Part, type QueryNode } from './node'
import type { Family } from './schema'
import { DATES, MATHS, NATIVE_HISTOGRAM, OVER_RANGES } from './vocabulary'

type Make = (maker: Maker, depth: number) => QueryNode

function call(name: string, parts: readonly Part[], own: { labels?: readonly string[] } = {}): QueryNode {
  return createNode('vector', [`${name}(`, ...parts, ')'], [`function ${name}`], own)
}

/** A number that an argument is usually given, or any scalar. */
function argument(maker: Maker, depth: number, usual: readonly string[]): Part {
  return maker.random.chance(0.75) ? maker.random.pick(usual) : maker.scalar(depth - 1)
}

const maths: Make = (maker, depth) => {
  const name = maker.random.pick(MATHS)
  // Small values, so that arcus functions and exponents have something to say.
  const small = maker.random.chance(0.3)
  const over = maker.vector(depth - 1)
  if (name === 'round' && maker.random.chance(0.6))
    return call(name, [over, ', ', argument(maker, depth, ['0.1', '5', '0.5', '1e3', '0', '-2'])])
  return call(name, small ? [createNode('vector', ['(', over, ') % 1'], ['operator %'])] : [over])
}

const overRange: Make = (maker, depth) => {
  const name = maker.random.pick(OVER_RANGES)
  const wantsCounter = ['rate', 'increase', 'irate', 'resets'].includes(name) && maker.random.chance(0.8)
  const fits = wantsCounter ? (family: Family) => family.isCounter : undefined
  return call(name, [maker.matrix(depth - 1, fits)])
}

const overRangeWithNumbers: Make = (maker, depth) => {
  const { random } = maker
  const name = random.pick(['quantile_over_time', 'predict_linear', 'holt_winters', 'absent_over_time'])
  const matrix = maker.matrix(depth - 1)
  if (name === 'quantile_over_time')
    return call(name, [argument(maker, depth, ['0.5', '0.9', '0', '1', '-1', '2', 'NaN']), ', ', matrix])
  if (name === 'predict_linear')
    return call(name, [matrix, ', ', argument(maker, depth, ['3600', '0', '-60', '1e9', '0.5'])])
  if (name === 'absent_over_time') return call(name, [matrix])
  const factor = () =>
    random.chance(0.94) ? random.pick(['0.1', '0.5', '0.9', '0.3']) : argument(maker, depth, ['1', '0'])
  return call(name, [matrix, ', ', factor(), ', ', factor()])
}

const date: Make = (maker, depth) => {
  const { random } = maker
  const name = random.pick(DATES)
  if (random.chance(0.25)) return call(name, [], { labels: [] })
  const family = random.chance(0.6) ? maker.selector(({ name: metric }) => metric === 'start_time_seconds') : undefined
  return call(name, [
    family ?? (random.chance(0.5) ? call('timestamp', [maker.vector(depth - 1)]) : maker.vector(depth - 1)),
  ])
}

const histogram: Make = (maker, depth) => {
  const { random } = maker
  const isBuckets = (family: Family) => family.isHistogram
  const buckets = random.pick([
    () => maker.selector(isBuckets),
    () => createNode('vector', ['rate(', maker.matrix(0, isBuckets), ')'], ['function rate']),
    () =>
      createNode('vector', ['sum by (le) (', maker.selector(isBuckets), ')'], ['aggregator sum'], { labels: ['le'] }),
    () =>
      createNode(
        'vector',
        ['sum without (instance) (rate(', maker.matrix(0, isBuckets), '))'],
        ['aggregator sum', 'function rate'],
      ),
    () => maker.vector(depth - 1),
  ])()
  return call(
    'histogram_quantile',
    [argument(maker, depth, ['0.5', '0.9', '0.99', '0', '1', '-1', '2', 'NaN']), ', ', buckets],
    {
      labels: buckets.labels.filter((label) => label !== 'le'),
    },
  )
}

const clamps: Make = (maker, depth) => {
  const { random } = maker
  const name = random.pick(['clamp', 'clamp_min', 'clamp_max'])
  const bound = () => argument(maker, depth, ['0', '1', '5', '-1', '100', 'NaN', 'Inf', '-0'])
  const over = maker.vector(depth - 1)
  return name === 'clamp' ? call(name, [over, ', ', bound(), ', ', bound()]) : call(name, [over, ', ', bound()])
}

const others: Make = (maker, depth) => {
  const { random } = maker
  const name = random.pick([
    'absent',
    'sort',
    'sort_desc',
    'timestamp',
    'vector',
    ...(random.chance(0.3) ? NATIVE_HISTOGRAM : []),
  ])
  if (name === 'vector') return call(name, [maker.scalar(depth - 1)], { labels: [] })
  if (name === 'absent') return call(name, [random.chance(0.4) ? nothing(maker) : maker.vector(depth - 1)])
  if (name === 'histogram_fraction') return call(name, ['0, 1, ', maker.vector(depth - 1)])
  if (name === 'timestamp' && random.chance(0.6)) return call(name, [maker.selector()])
  return call(name, [maker.vector(depth - 1)])
}

/** A selector that nothing satisfies: absent() makes labels of its equality matchers. */
function nothing(maker: Maker): QueryNode {
  const text = maker.random.pick([
    'nothing',
    'nothing{a="b"}',
    'nothing{a="b",c=~"d",e!="f"}',
    'up{job="nobody",instance=""}',
    'up{job="a",job="b"}',
    'up{job="a",job=~"b"}',
    '{__name__="nothing",x="y"}',
    'sum(nothing{a="b"})',
    '(nothing{a="b"})',
    'nothing{a="b"} or nothing',
  ])
  return createNode('vector', [text], [], { labels: [], cost: 1 })
}

/** A call of a function whose value is an instant vector. */
export const makeCall: Make = (maker, depth) =>
  maker.random.weighted<Make>(
    [5, maths],
    [8, overRange],
    [3, overRangeWithNumbers],
    [2, date],
    [3, histogram],
    [2, clamps],
    [3, others],
    [3, makeLabelCall],
  )(maker, depth)
