import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluationOptions } from '~/data/embedded/engine'
import { compareLabels } from '~/domain/promql/labels'
import { createTsdb } from '~/domain/tsdb/tsdb'
import { startServer, type TestServer } from '~/testing/http-server'
import { ODD_START_MS, oddSeries } from '~/testing/odd-series'
import { hasPrometheus, startRealPrometheus } from '~/testing/real-prometheus'
import { createHttpClient, type HttpClient } from '../../../../scripts/conformance/prometheus/client'
import { loadSeries } from '../../../../scripts/conformance/prometheus/load'
import { type RealPrometheus, startPrometheus } from '../../../../scripts/conformance/prometheus/server'
import { fillStore } from '../../../../scripts/conformance/store'
import { type ApiSources, createApi } from './api'

/** Within the samples. */
const AT = ODD_START_MS / 1000 + 1200

const times = (texts: readonly string[]) => texts.map((text) => `query?query=1&time=${encodeURIComponent(text)}`)
const steps = (texts: readonly string[]) =>
  texts.map((text) => `query_range?query=time()&start=1&end=2&step=${encodeURIComponent(text)}`)
const over = (query: string, range = `start=${AT}&end=${AT + 30}&step=15`) =>
  `query_range?query=${encodeURIComponent(query)}&${range}`
const at = (query: string, more = `time=${AT}`) => `query?query=${encodeURIComponent(query)}&${more}`
const matching = (texts: readonly string[]) =>
  texts.flatMap((text) => {
    const match = `match[]=${encodeURIComponent(text)}`
    return [`series?${match}`, `labels?${match}`, `label/job/values?${match}`]
  })

/** Questions below /api/v1/ to which both give the same status and the same JSON. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  'times in seconds': times([
    `${AT}`,
    '1e9',
    '1E9',
    '+1e9',
    '1_000',
    '0x10p1',
    '.5',
    '5.',
    '-1.5',
    '-5.0005',
    '0.0005',
    '0.0004999',
    '0.29',
    '-0.0015',
    '1709202000.0009',
    '1709202000.2995',
    '9.2e9',
  ]),
  'times as RFC 3339': times([
    '2024-02-29T10:00:00Z',
    '2024-02-29T10:00:00.123Z',
    '2024-02-29T10:00:00.1239999Z',
    '2024-02-29T10:00:00,5Z',
    '2024-02-29T10:00:00+01:00',
    '2024-02-29T10:00:00-23:59',
    '2024-02-29T10:00:00-25:00',
    '2024-02-29T10:00:00-01:60',
    '2024-01-01T5:04:05Z',
    '1677-09-22T00:00:00Z',
    '2262-04-11T00:00:00.999Z',
  ]),
  'times that are none': times([
    ' 5',
    '5 ',
    'x',
    '1e400',
    '0x10',
    '1__0',
    '--5',
    '2024-02-29T10:00:00.1234567891Z',
    '2024-02-29T10:00:00.Z',
    '2024-02-29T10:00:00-0100',
    '2024-02-29T10:00:00 01:00',
    '2024-02-29t10:00:00Z',
    '2024-02-29T10:00:00z',
    '2024-02-29 10:00:00Z',
    '2024-02-29T10:00Z',
    '2024-02-29T10:00:00',
    '2024-02-29',
    '2023-02-29T10:00:00Z',
    '2024-02-30T10:00:00Z',
    '2024-13-01T10:00:00Z',
    '2024-00-01T10:00:00Z',
    '2024-01-00T10:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T23:60:00Z',
    '2024-01-01T23:59:60Z',
    '2024-1-01T05:04:05Z',
    '10000-01-01T00:00:00Z',
    '2024-02-29T10:00:00Zx',
    '\0',
    '☃"x\\',
    'x\ny',
    'x\u00ad\u200b😀\u00a0',
  ]),
  'the first of a parameter that comes twice': ['query?query=1&time=x&time=5', 'query?query=1&time=5&time=x'],
  'no expression, or none that parses': [
    'query?time=5',
    'query?query=&time=5',
    'query?query=%20&time=5',
    at('sum('),
    at('up{'),
    at('up{a=~"("}'),
    at('up @ end'),
    at('1 +\n  sum(up'),
    'query_range?start=0&end=1&step=1',
    over(''),
    over('sum('),
    over('rate(up)'),
  ],
  'the order of faults': [
    at('sum(', 'time=x&timeout=x'),
    at('sum(', 'time=5&timeout=x'),
    over('sum(', 'start=x&end=x&step=x'),
    over('sum(', 'start=0&end=x&step=x'),
    over('sum(', 'start=2&end=1&step=x'),
    over('sum(', 'start=0&end=1e9&step=x'),
    over('sum(', 'start=0&end=1e9&step=1'),
    over('sum(', 'start=0&end=1&step=1&timeout=x'),
    over('"a"', 'start=0&end=1&step=1&timeout=x'),
    'series?start=x',
    'series?match[]=up{&start=x&end=x',
    'labels?match[]=up{&start=x',
    'label/1a/values?start=x',
    'label/job/values?match[]=up{&end=x',
  ],
  'time-outs that leave time': [at('up', `time=${AT}&timeout=`), at('up', `time=${AT}&timeout=5s`)],
  'time-outs that are none': ['x', '1ns', '1e300', '-1e300', 'Inf'].map((text) =>
    at('up', `time=${AT}&timeout=${text}`),
  ),
  'failures of an evaluation': [
    at('up + on() up'),
    at('up * on(job) group_left() requests_total'),
    at('label_replace(up, "a b", "", "", "")'),
    at('("a")'),
    over('up + on() up'),
    over('count_values("a b", up)'),
  ],
  'each type': [
    at('1'),
    at('"a"'),
    at('up'),
    at('up[1m]'),
    at('up[1m:20s]'),
    at('nothing'),
    at('nothing[1m]'),
    over('1'),
    over('up'),
    over('nothing'),
    over('build_info'),
    over('odd{kind="ends and comes back"}', `start=${AT - 300}&end=${AT + 300}&step=7`),
  ],
  'types that no range query gives': [over('"a"'), over('("a")'), over('up[1m]'), over('(up[1m])'), over('up[1m:]')],
  'numbers as text': [
    ...['1e-7', '5e-324', '1e21', '-0', '0 * -1', '1 / 0', '-1 / 0', '0 / 0', '123456789012345678', '0.1 + 0.2'],
    ...['vector(1e-7)', 'vector(1.5e-10)', 'vector(-1e-100)', 'vector(1e-6)', 'vector(9.99e-7)', 'vector(1e20)'],
    ...['vector(1e21)', 'vector(-1.7976931348623157e308)', 'vector(5e-324)', 'vector(123456789012345678)'],
    ...['odd', 'odd * 1e290', 'odd / 1e300', 'odd / 3'],
  ].flatMap((query) => [at(query), over(query)]),
  'times as text': [
    over('time()', 'start=-0.002&end=0.002&step=0.001'),
    over('time()', 'start=1.001&end=1.2&step=0.0333'),
    over('time()', 'start=-100&end=100&step=99'),
    at('irregular[5m]'),
  ],
  'text beyond ASCII': [
    at('labels'),
    at('"<>&\0\u2028é😀"'),
    at('"\\xff\\u0000\\n\\""'),
    at('label_replace(vector(1), "__proto__", "<b>\u2028\\x00", "", "")'),
    at('label_replace(vector(1), "constructor", "\\xff", "", "")'),
  ],
  'steps that are good': steps(
    '1 .5 1e0 +1 1_0 0x1p3 1m30s 500ms 1y 292y 9e9 0.3 0.0035 0.0109 0.0010009 1w1d'.split(' '),
  ),
  'steps that are none': steps(
    'x 0 -1 0.0 1e-10 -0 0s 0y0ms -1m 1.5m 30s1m 1e10 1e300 -1e300 NaN Inf -Inf 293y 1ns 1d1w'
      .split(' ')
      .concat('', ' 1'),
  ),
  ranges: [
    'query_range?query=1&end=1&step=15',
    'query_range?query=1&start=1&step=15',
    'query_range?query=1&start=1&end=2',
    'query_range?query=1&start=&end=1&step=15',
    over('1', 'start=1&end=x&step=15'),
    over('1', 'start=2&end=1&step=15'),
    over('1', 'start=1&end=1&step=15'),
    over('1', 'start=0&end=10&step=0.000909'),
    over('1', 'start=0&end=11001&step=1'),
    over('1', 'start=0&end=11000.9&step=1'),
    over('1', 'start=0&end=9e9&step=1'),
    over('sum(1 + vector(1))', 'start=0&end=11000&step=1'),
  ],
  selectors: matching([
    'up',
    '{job="api"}',
    'up{instance=~"a.*|b.*"}',
    'labels{__proto__!=""}',
    '{__name__=~"odd.*",kind!=""}',
    'up{__name__="x"}',
    'nothing',
    'sum',
    'offset',
    'up{}',
  ]),
  'selectors that are none': matching([
    '',
    ' ',
    'up{',
    'up}',
    'up[1m]',
    'up offset 1m',
    'sum(up)',
    '1',
    '"a"',
    '(up)',
    'on',
    '-up',
    'up up',
    '{}',
    '{x=""}',
    '{x=~".*"}',
    '{__name__=~".*"}',
    '{a=~"("}',
    '{a=~"(?=b)"}',
    '{a b}',
  ]),
  'several selectors': [
    'series?match[]=up&match[]=labels',
    'series?match[]=up&match[]=up&match[]={job="api"}',
    'series?match[]=up&match[]=x{',
    'series?match[]=up&match[]={}',
    'series?match=up',
    'series',
    'labels?match[]=up&match[]=labels',
    'label/job/values?match[]=up&match[]=nothing',
    'label/le/values?match[]={__name__=~"odd.*"}',
  ],
  labels: [
    'labels',
    ...'job __proto__ __name__ constructor nothing le text kind'.split(' ').map((n) => `label/${n}/values`),
  ],
  'names that no label has': ['a-b', '1a', '%C3%A4', 'a%20b', 'a:b', '%22'].map((name) => `label/${name}/values`),
  'times of questions about labels': [
    ...['start=x', 'end=x', 'start=2&end=1', 'start=2024-02-29'].flatMap((range) => [
      `series?match[]=up&${range}`,
      `labels?${range}`,
      `label/job/values?${range}`,
    ]),
    ...[`start=${ODD_START_MS / 1000}`, `end=${AT + 9_999}`, `start=1&end=2e9`].flatMap((range) => [
      `series?match[]=up&${range}`,
      `labels?match[]=up&${range}`,
      `label/job/values?${range}`,
    ]),
    `series?match[]=up&start=1&end=2`,
  ],
  'metadata of nothing': [
    '',
    '?metric=x',
    '?limit=0',
    '?limit=-1',
    '?limit=+1',
    '?limit=x',
    '?limit=1.5',
    `?limit=${2n ** 63n}`,
  ].map((query) => `metadata${query}`),
}

/** Where we do otherwise, and why. */
const OTHERWISE: readonly (readonly [why: string, question: string, theirs: number, ours: number])[] = [
  ['it divides by zero', 'query_range?query=1&start=1&end=1&step=0.0005', 422, 400],
  ['its clock overflows', 'query?query=1&time=1e300', 200, 400],
  ['its clock overflows', 'query?query=1&time=Inf', 200, 400],
  ['its clock overflows', 'query?query=1&time=NaN', 200, 400],
  ['our 404 is JSON, its is not', 'nothing', 404, 404],
  ['our 404 is JSON, its is not', '__proto__', 404, 404],
  ['our 404 is JSON, its is not', 'label/job', 404, 404],
  ['it sends elsewhere', 'query/', 301, 404],
  ['it sends elsewhere', 'QUERY?query=1', 301, 404],
  ['it sends elsewhere', 'label//values', 301, 400],
  ['no time left, told in other words', 'query?query=1&timeout=0', 503, 503],
  ['no time left, told in other words', 'query?query=1&timeout=-1', 503, 503],
  ['no time left, told in other words', 'query?query=1&timeout=NaN', 503, 503],
]

const EMPTY: Omit<ApiSources, 'tsdb'> = {
  nowMs: Date.now,
  evaluation: evaluationOptions(60_000),
  whenReady: async () => undefined,
  isReady: () => true,
  targets: () => ({}),
  rules: () => ({}),
  alerts: () => ({}),
  version: '0',
}

interface Answer {
  readonly status: number
  readonly body: string
}

const oneSpelling = ({ status, body }: Answer) => `${status} ${JSON.stringify(JSON.parse(body))}`

describe.skipIf(!hasPrometheus)('the API against a real Prometheus', { timeout: 60_000 }, () => {
  let prometheus: RealPrometheus
  let client: HttpClient
  const series = oddSeries().sort((a, b) => compareLabels(a.labels, b.labels))
  const api = createApi({ ...EMPTY, tsdb: fillStore(series) })

  beforeAll(async () => {
    prometheus = await startPrometheus(await mkdtemp(join(tmpdir(), 'lookout-api-')))
    client = createHttpClient(prometheus.address, 4)
    await loadSeries(client, series)
  }, 60_000)

  afterAll(async () => {
    client?.close()
    await prometheus?.stop()
  })

  const askOurs = (question: string): Promise<Answer> => {
    const [path = '', search = ''] = question.split(/\?(.*)/s)
    return api({ path: `/api/v1/${path}`, parameters: new URLSearchParams(search) })
  }

  async function differences(questions: readonly string[]) {
    const found: { readonly question: string; readonly theirs: string; readonly ours: string }[] = []
    const compare = async (question: string) => {
      const [theirs, ours] = [await client.get(`/api/v1/${question}`), await askOurs(question)].map(oneSpelling)
      if (theirs !== ours) found.push({ question, theirs: theirs ?? '', ours: ours ?? '' })
    }
    await Promise.all(questions.map(compare))
    return found
  }

  it.each(Object.entries(ALIKE))('answers alike: %s', async (_name, questions) => {
    expect(await differences(questions)).toEqual([])
  })

  it.each(OTHERWISE)('answers otherwise, as %s: %s', async (_why, question, theirs, ours) => {
    const answers = [await client.get(`/api/v1/${question}`), await askOurs(question)]
    expect(answers.map(({ status }) => status)).toEqual([theirs, ours])
    if (ours >= 400)
      expect(JSON.parse(answers[1]?.body ?? '')).toMatchObject({ status: 'error', error: expect.stringMatching(/./) })
  })

  it('reads random times and steps alike', async () => {
    const decimal = fc
      .tuple(fc.integer({ min: -4e9, max: 4e9 }), fc.stringMatching(/^\d{1,7}$/))
      .map(([whole, fraction]) => `${whole}.${fraction}`)
    const date = fc
      .date({ min: new Date('1700-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
      .map((one) => one.toISOString())
    const questions = fc.sample(
      fc.oneof(
        fc.oneof(decimal, date).map((time) => at('time()', `time=${encodeURIComponent(time)}`)),
        fc
          .tuple(decimal, fc.double({ min: 0.001, max: 30, noNaN: true }))
          .map(([start, step]) => over('time()', `start=${start}&end=${Number(start) + 60}&step=${step}`)),
      ),
      { seed: 7, numRuns: 600 },
    )
    expect(await differences(questions)).toEqual([])
  })
})

describe.skipIf(!hasPrometheus)('metadata against a real Prometheus', { timeout: 60_000 }, () => {
  const SAID = [
    { name: 'a_total', type: 'counter', help: 'Counts "a"\nand \\ more. ä' },
    { name: '__proto__', type: 'gauge', help: '<b>' },
    { name: 'lat', type: 'histogram', help: '' },
  ]
  let target: TestServer
  let prometheus: Awaited<ReturnType<typeof startRealPrometheus>>

  beforeAll(async () => {
    const text = SAID.map(({ name, type, help }) => {
      const escaped = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
      return `# HELP ${name} ${escaped}\n# TYPE ${name} ${type}\n${name}${type === 'histogram' ? '_count' : ''} 1\n`
    })
    target = await startServer((_request, response) => response.end(text.join('')))
    prometheus = await startRealPrometheus(
      `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: x, static_configs: [{ targets: ["${new URL(target.url).host}"] }] }]\n`,
    )
  }, 60_000)
  afterAll(async () => {
    await prometheus?.stop()
    await target?.close()
  })

  it('has the same shape', async () => {
    const tsdb = createTsdb()
    for (const { name, type, help } of SAID) tsdb.metadata.set('x', name, { type, help, unit: '' })
    const api = createApi({ ...EMPTY, tsdb })
    const theirs = async (query: string) => (await fetch(`${prometheus.url}/api/v1/metadata?${query}`)).text()
    await expect.poll(() => theirs(''), { timeout: 30_000 }).toContain('a_total')
    for (const query of [
      '',
      'metric=a_total',
      'metric=__proto__',
      'metric=nothing',
      'limit=0',
      'limit=-1',
      'limit=3',
    ]) {
      const { body } = await api({ path: '/api/v1/metadata', parameters: new URLSearchParams(query) })
      const sorted = (json: string) => Object.entries(JSON.parse(json).data).sort(([a], [b]) => (a < b ? -1 : 1))
      expect(sorted(body), query).toEqual(sorted(await theirs(query)))
    }
  })
})
