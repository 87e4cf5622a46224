import { describe, expect, it } from 'vitest'
import { evaluationOptions } from '~/data/embedded/engine'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'
import { createApi } from './api'

const START_S = 1_700_000_000
const END_S = START_S + 100_000
const TOO_MANY = 'query processing would load too many samples into memory in query execution'

/** A hundred series of 100,000 samples each, one a second. */
function bigStore(): Tsdb {
  const tsdb = createTsdb()
  const timesMs = Float64Array.from({ length: 100_000 }, (_, i) => (START_S + i) * 1000)
  const values = new Float64Array(timesMs.length).fill(1)
  const columns = Array.from({ length: 100 }, (_, i) => ({
    ref: tsdb.series([
      ['__name__', 'big'],
      ['i', String(i)],
    ]),
    values,
  }))
  tsdb.appendColumns({ timesMs, columns })
  return tsdb
}

const tsdb = bigStore()

async function ask(path: string, parameters: Readonly<Record<string, string>> | URLSearchParams, msPerLook = 0) {
  let nowMs = 0
  let looks = 0
  const api = createApi({
    tsdb,
    nowMs: () => END_S * 1000,
    // A clock that only a look at it moves on, so that no test depends on speed.
    measureMs: () => {
      looks += 1
      nowMs += msPerLook
      return nowMs
    },
    evaluation: evaluationOptions(15_000),
    whenReady: async () => undefined,
    isReady: () => true,
    targets: () => ({}),
    rules: () => ({}),
    alerts: () => ({}),
    version: '0',
  })
  const { status, body } = await api({ path: `/api/v1/${path}`, parameters: new URLSearchParams(parameters) })
  const { errorType, error = '' } = JSON.parse(body) as { readonly errorType?: string; readonly error?: string }
  return { status, errorType, error, looks }
}

const RANGE = { start: String(START_S), end: String(END_S) }
const oneByOne = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i))

/** What would take for ever or all memory is refused before it is begun: each of these takes milliseconds. */
describe('limits of the API', () => {
  it.each<[string, string, Readonly<Record<string, string>>, number, string]>([
    ['H64 100 kB of text', 'query', { query: `${'1+'.repeat(50_000)}1` }, 400, 'too long'],
    ['H64 60 kB of a chain', 'query', { query: `${'1+'.repeat(30_000)}1` }, 400, 'nested too deeply'],
    [
      'H64 10,000 parentheses',
      'query',
      { query: `${'('.repeat(10_000)}1${')'.repeat(10_000)}` },
      400,
      'nested too deeply',
    ],
    ['H64 parentheses that never end', 'query', { query: '('.repeat(60_000) }, 400, 'nested too deeply'],
    ['H64 10,000 signs', 'query', { query: `${'-'.repeat(10_000)}1` }, 400, 'nested too deeply'],
    ['H64 300 operators', 'query', { query: oneByOne(301, () => 'big').join(' or ') }, 422, 'nested deeper'],
    ['H62 nested repetition', 'query', { query: 'big{i=~"(x{1000}){1000}"}' }, 400, 'too complex'],
    [
      'H62 many patterns',
      'query',
      { query: oneByOne(200, (i) => `big{i=~".*(a|b${i}){50}.*"}`).join('+') },
      400,
      'too complex',
    ],
    [
      'H63 a pattern of JavaScript alone',
      'query',
      { query: 'big{i=~"(?=1)"}' },
      400,
      'invalid or unsupported Perl syntax',
    ],
    [
      'H65 ten years by milliseconds',
      'query_range',
      { query: 'big', start: '0', end: '315360000', step: '0.001' },
      400,
      '11,000 points',
    ],
    ['H65 a step of next to nothing', 'query_range', { query: 'big', ...RANGE, step: '1e-9' }, 400, '11,000 points'],
    ['H65 a subquery over ten years', 'query', { query: 'max_over_time(vector(1)[10y:1ms])' }, 422, TOO_MANY],
    ['H65 the same over series', 'query', { query: 'sum(max_over_time(big[10y:1ms]))' }, 422, TOO_MANY],
    ['H65 @ beyond all times', 'query', { query: 'big @ 1e300' }, 400, 'out of bounds'],
    ['H65 an offset beyond all times', 'query', { query: 'big offset -1000000000y' }, 400, 'duration out of range'],
    ['H65 all samples there are', 'query', { query: 'big[30h]' }, 422, TOO_MANY],
    ['H65 the same, to be counted', 'query', { query: 'sum(count_over_time(big[100y]))' }, 422, TOO_MANY],
    [
      'H65 the same, step by step',
      'query_range',
      { query: 'sum(rate(big[30h]))', ...RANGE, step: '60' },
      422,
      TOO_MANY,
    ],
    [
      'H65 too many points on the way',
      'query',
      { query: 'count_over_time(big{i=~"[1-9].?"}[20h])[6h:1s]' },
      422,
      TOO_MANY,
    ],
    ['H67 400 nines', 'query', { query: '9'.repeat(400) }, 400, 'error parsing number'],
  ])('%s', async (_, path, parameters, status, words) => {
    const answer = await ask(path, parameters)
    expect(answer).toMatchObject({ status, errorType: status === 400 ? 'bad_data' : 'execution' })
    expect(answer.error).toContain(words)
  })

  it('answers with two million points at most', async () => {
    const range = { start: String(END_S - 10_999), end: String(END_S), step: '1' }
    const some = await ask('query_range', { query: 'big{i=~"[1-4]."}', ...range })
    const wide = await ask('query_range', { query: 'big', ...range, step: '5' })
    expect([some.status, wide.status]).toEqual([200, 200])
    const all = { query: oneByOne(3, (i) => `label_replace(big, "n", "${i}", "", "")`).join(' or '), ...range }
    const { status, error } = await ask('query_range', all)
    expect([status, error]).toEqual([422, 'the answer has too many points: 2000000 are allowed'])
  })

  it.each([
    ['many selectors', oneByOne(5_000, (i) => `{i!="${i}"}`)],
    ['many patterns', oneByOne(900, (i) => `{__name__=~".*(a|b${i}){50}|big"}`)],
  ])('lists no series for %s', async (_, selectors) => {
    const parameters = new URLSearchParams(selectors.map((text) => ['match[]', text]))
    expect(await ask('series', parameters)).toMatchObject({ status: 400, errorType: 'bad_data' })
  })

  it('ends an evaluation when the time of the asker is up, and after 5 s whatever he gives', async () => {
    const query = 'sum(quantile_over_time(0.5, big[1m]))'
    expect(await ask('query', { query, timeout: '1s' })).toMatchObject({ status: 200 })
    const short = await ask('query', { query, timeout: '50ms' }, 1)
    const long = await ask('query', { query, timeout: '1h' }, 100)
    expect(short).toMatchObject({ status: 503, errorType: 'timeout' })
    expect(long).toMatchObject({ status: 503, errorType: 'timeout' })
    // Each look takes a fiftieth of the time there is.
    expect(Math.max(short.looks, long.looks)).toBeLessThan(60)
  })
})
