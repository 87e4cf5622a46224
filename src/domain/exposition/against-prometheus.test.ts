import { beforeAll, describe, expect, test } from 'vitest'
import { OPENMETRICS_DOCUMENTS, TEXT_DOCUMENTS } from '~/testing/exposition-documents'
import { mutateText } from '~/testing/mutate-text'
import { hasPrometheus } from '~/testing/real-prometheus'
import { type ScrapeVerdict, type ServedDocument, scrapeByPrometheus, seriesKey } from '~/testing/scrape-verdicts'
import { decodeBody } from './decode-body'
import type { Exposition } from './exposition'
import { parseExposition } from './parse-exposition'

/*
 * Prometheus itself scrapes every document, each as a target of its own, and says which it takes and what it reads in them.
 */

const TEXT = 'text/plain; version=0.0.4; charset=utf-8'
const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8'
const MUTATIONS_OF_EACH = 200

const served: readonly ServedDocument[] = [
  ...TEXT_DOCUMENTS.flatMap(([group, documents]) => documents.map((text) => serve(`text, ${group}`, text, TEXT))),
  ...OPENMETRICS_DOCUMENTS.flatMap(([group, documents]) =>
    documents.map((text) => serve(`OpenMetrics, ${group}`, text, OPENMETRICS)),
  ),
  ...contentTypes().map((contentType) => serve(`content type ${contentType}`, 'a 1\n# EOF\n\n', contentType)),
  ...stamped(),
  ...mutationsOf('text', soundText(), TEXT),
  ...mutationsOf('OpenMetrics', soundOpenMetrics(), OPENMETRICS),
]

describe.skipIf(!hasPrometheus)('what Prometheus says of', () => {
  let verdicts: readonly ScrapeVerdict[]
  beforeAll(async () => {
    verdicts = await scrapeByPrometheus(served)
  }, 60_000)

  const judged = served.map(({ name, bytes, contentType }, i) => ({
    name,
    i,
    exposition: parseExposition(decodeBody(bytes), { contentType: contentType ?? null }),
  }))
  const taken = judged.filter(({ exposition }) => exposition.faultCount === 0)

  test('any document: it takes many and refuses many', () => {
    const count = verdicts.filter(({ isTaken }) => isTaken).length
    expect(verdicts).toHaveLength(served.length)
    expect(count).toBeGreaterThan(200)
    expect(served.length - count).toBeGreaterThan(200)
  })

  test('each: it takes exactly what has no fault here', () => {
    const differing = judged.filter(({ i, exposition }) => verdicts[i]?.isTaken !== (exposition.faultCount === 0))
    expect(differing.map(({ name, exposition }) => [name, exposition.faults])).toEqual([])
  })

  test('how many samples there are, or stand before the first fault', () => {
    const differing = judged.filter(({ i, exposition: { samples, faults } }) => {
      const scraped = verdicts[i]?.scraped ?? -1
      const [first] = faults
      if (first === undefined) return scraped !== samples.length
      const before = samples.filter(({ line }) => line < first.line).length
      // A fault of the labels is found after the sample was counted.
      return scraped !== before && scraped !== before + 1
    })
    expect(differing.map(({ name, i }) => [name, verdicts[i]?.scraped])).toEqual([])
  })

  test('the series and values of what it takes', () => {
    const plain = taken.filter(({ exposition }) => exposition.samples.every((one) => one.timestampMs === undefined))
    const differing = plain.filter(({ i, exposition }) => !isSame(valuesOf(exposition), verdicts[i]))
    expect(plain.filter(({ exposition }) => exposition.samples.length > 0).length).toBeGreaterThan(150)
    expect(differing.map(({ name, i, exposition }) => [name, verdicts[i]?.samples, valuesOf(exposition)])).toEqual([])
  })

  test('the metadata of what it takes', () => {
    const described = taken.filter(({ exposition }) => exposition.families.size > 0)
    expect(described.length).toBeGreaterThan(50)
    expect(described.map(({ name, i }) => [name, verdicts[i]?.metadata])).toEqual(
      described.map(({ name, exposition }) => [name, metadataOf(exposition)]),
    )
  })

  test('timestamps of samples', () => {
    const stamps = judged.filter(({ name }) => name.includes('stamped'))
    expect(stamps).toHaveLength(7)
    expect(stamps.map(({ i }) => [...(verdicts[i]?.samples ?? [])])).toEqual(
      stamps.map(({ exposition: { samples } }) =>
        samples.map(({ labels, timestampMs, value }) => [seriesKey(labels), [[timestampMs, value]]]),
      ),
    )
  })
})

function serve(name: string, text: string, contentType: string | undefined): ServedDocument {
  return { name: `${name}: ${JSON.stringify(text)}`, bytes: Buffer.from(text, 'latin1'), contentType }
}

/** With the body that is served with them, OpenMetrics is what refuses. */
function contentTypes(): readonly (string | undefined)[] {
  return [
    undefined,
    '',
    'text/plain',
    'text/html',
    'application/json',
    'application/openmetrics-text',
    'application/OpenMetrics-Text',
    ' application/openmetrics-text ',
    'application/openmetrics-text;',
    'application/openmetrics-text; ;',
    'application/openmetrics-text;version=0.0.1',
    'application/openmetrics-text; version=9',
    'application/openmetrics-text ; version = 1.0.0',
    'application/openmetrics-text; version="1.0.0"',
    'application/openmetrics-text; version="1;0"',
    'application/openmetrics-text; version="1',
    'application/openmetrics-text; version',
    'application/openmetrics-text; version=',
    'application/openmetrics-text; =1',
    'application/openmetrics-text; a=1; a=2',
    'application/openmetrics-text; a=1; A=1',
    'application/openmetrics-text, text/plain',
    'application/openmetrics-text; a=b c',
    'application/openmetrics',
    'openmetrics-text',
    'text/plain; application/openmetrics-text',
    'nonsense',
    '/',
    ';',
  ]
}

/** Samples of the last minutes, whose times Prometheus keeps as they are. */
function stamped(): ServedDocument[] {
  const ms = Date.now() - 90_000
  const text = [`stamped_text 1 ${ms}`, `stamped_text_zeros 1 000${ms + 1}`]
  const seconds = [
    (ms / 1000).toFixed(3),
    `${(ms + 1) / 1000}`,
    `${Math.floor(ms / 1000)}`,
    `${ms / 1000}49999`,
    `${ms}e-3`,
  ]
  return [
    ...text.map((line) => serve('text, timestamp', line, TEXT)),
    ...seconds.map((at, i) => serve('OpenMetrics, timestamp', `stamped_om_${i} 1 ${at}\n# EOF\n`, OPENMETRICS)),
  ]
}

function soundText(): string {
  return [
    '# HELP requests_total How many\\n"requests" \\\\ there were.',
    '# TYPE requests_total counter',
    'requests_total{method="GET",path="/a\\\\b\\"c\\nd",code="200"} 1027',
    'requests_total { method = "POST" , code = "400" , } 3.5e+2',
    '',
    '# a comment',
    '# TYPE temperature gauge',
    'temperature -12.25',
    'temperature{room="\xc3\xbc"}\t+Inf',
    'nothing NaN',
    'old{x="y"} 0 1000',
    '',
  ].join('\n')
}

function soundOpenMetrics(): string {
  return [
    '# HELP requests How many\\n"requests" \\\\ there were.',
    '# TYPE requests counter',
    'requests_total{method="GET",path="/a\\\\b\\"c\\nd"} 1027 # {trace="abc",span="1"} 0.5 1.5',
    'requests_total{method="POST"} 3.5e+2 # {} 1',
    '# TYPE wait_seconds histogram',
    '# UNIT wait_seconds seconds',
    'wait_seconds_bucket{le="0.5"} 1',
    'wait_seconds_bucket{le="+Inf"} 2 # {trace="\xc3\xbc"} 0.7',
    'nothing NaN',
    'old{x="y"} 0 1.5',
    '# EOF',
    '',
  ].join('\n')
}

function mutationsOf(format: string, sound: string, contentType: string): ServedDocument[] {
  return Array.from({ length: MUTATIONS_OF_EACH }, (_, i) =>
    serve(`${format}, mutation ${i}`, mutateText(sound, `${format} ${i}`), contentType),
  )
}

/** Of a series that stands there twice, Prometheus keeps the first. */
function valuesOf({ samples }: Exposition): ReadonlyMap<string, number> {
  const values = new Map<string, number>()
  for (const { labels, value } of samples) {
    const key = seriesKey(labels)
    if (!values.has(key)) values.set(key, value)
  }
  return values
}

function metadataOf({ families }: Exposition): ReadonlyMap<string, readonly [string, string, string]> {
  return new Map([...families].map(([name, { type = 'unknown', help = '', unit = '' }]) => [name, [type, help, unit]]))
}

function isSame(values: ReadonlyMap<string, number>, verdict: ScrapeVerdict | undefined): boolean {
  if (verdict?.samples.size !== values.size) return false
  return [...values].every(([key, expected]) =>
    verdict.samples.get(key)?.every(([, value]) => Object.is(value, expected)),
  )
}
