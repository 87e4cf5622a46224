import * as v from 'valibot'
import { frameOrigin, linkAddress, sourceAddress } from './address'
import { durationBetween } from './duration-text'

const MAX_ENTRIES = 200

function text(maxLength: number) {
  return v.pipe(
    v.string('must be text'),
    v.nonEmpty('must not be empty'),
    v.maxLength(maxLength, `must have at most ${maxLength} characters`),
  )
}

const id = v.pipe(
  v.string('must be text'),
  v.regex(
    /^[a-z0-9][a-z0-9-]{0,79}$/,
    'must be 1 to 80 lower-case letters, digits and dashes, not starting with a dash',
  ),
)

function oneOf<const Options extends readonly [string, ...string[]]>(...options: Options) {
  return v.picklist(options, `must be ${options.map((option) => `"${option}"`).join(' or ')}`)
}

function listOf<Item extends v.GenericSchema>(item: Item) {
  return v.pipe(v.array(item, 'must be a list'), v.maxLength(MAX_ENTRIES, `must have at most ${MAX_ENTRIES} entries`))
}

/** A list whose entries have an id of their own: a link and a query name a source by it. */
function listById<Item extends v.GenericSchema<unknown, { readonly id: string }>>(item: Item) {
  return v.pipe(
    listOf(item),
    v.check((entries) => new Set(entries.map((entry) => entry.id)).size === entries.length, 'must not repeat an id'),
  )
}

/** Headers that carry secrets or that a browser does not let a page set. */
const REFUSED_HEADER =
  /^(?:authorization|cookie|set-cookie|host|origin|referer|content-.*|proxy-.*|sec-.*|access-control-.*)$/i

const tenant = v.object(
  {
    header: v.pipe(
      text(100),
      v.regex(/^[A-Za-z0-9-]+$/, 'must be a header name such as X-Scope-OrgID'),
      v.check((name) => !REFUSED_HEADER.test(name), 'must not carry credentials: this file is public'),
    ),
    value: v.pipe(text(256), v.regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters')),
  },
  object('{"header": ..., "value": ...}'),
)

/** valibot reports a missing key with the message of the object, as an issue at the key. */
function object(shape: string) {
  return (issue: v.ObjectIssue): string =>
    issue.path === undefined || issue.received !== 'undefined' ? `must be an object: ${shape}` : 'is missing'
}

const named = { id, title: v.optional(text(120)) }

/** A file of this site, such as `rules/shorts.yml`. */
const siteFile = v.pipe(
  text(300),
  v.regex(
    /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/,
    'must be a file beside index.html, such as "rules/shorts.yml"',
  ),
)
const rules = v.optional(listOf(siteFile), [])
const labelName = v.pipe(
  text(100),
  v.regex(/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/, 'must be a label name such as "platform"'),
)
const labels = v.optional(v.record(labelName, text(300), 'must be an object of texts: {"platform": "shorts"}'), {})

const prometheusSource = v.object(
  { ...named, kind: v.literal('prometheus'), url: sourceAddress, tenant: v.optional(tenant) },
  object('{"id": ..., "kind": "prometheus", "url": ...}'),
)
const sampleSource = v.object({ ...named, kind: v.literal('sample'), rules }, object('{"id": ..., "kind": "sample"}'))
const scrapeTarget = v.object(
  {
    url: sourceAddress,
    job: text(120),
    instance: v.optional(text(300)),
    labels,
    interval: v.optional(durationBetween('5s', '1h')),
    honorLabels: v.optional(v.boolean('must be true or false'), false),
    viaServer: v.optional(v.boolean('must be true or false'), false),
  },
  object('{"url": ..., "job": ...}'),
)
const scrapeSource = v.object(
  {
    ...named,
    kind: v.literal('scrape'),
    targets: v.pipe(listOf(scrapeTarget), v.minLength(1, 'must name at least one target')),
    interval: v.optional(durationBetween('5s', '1h'), '15s'),
    retention: v.optional(durationBetween('10m', '30d'), '2d'),
    maxMegabytes: v.optional(
      v.pipe(
        v.number('must be a number'),
        v.integer('must be a whole number'),
        v.minValue(8, 'must be at least 8'),
        v.maxValue(1024, 'must be at most 1024'),
      ),
      128,
    ),
    rules,
  },
  object('{"id": ..., "kind": "scrape", "targets": [...]}'),
)
const metricsSource = v.variant('kind', [prometheusSource, sampleSource, scrapeSource], ({ path, received }) => {
  if (path?.at(-1)?.key !== 'kind')
    return 'must be an object: {"id": ..., "kind": "prometheus", "sample" or "scrape", ...}'
  return received === 'undefined' ? 'is missing' : 'must be "prometheus", "sample" or "scrape"'
})
const alertSource = v.object(
  { ...named, kind: oneOf('alertmanager'), url: sourceAddress },
  object('{"id": ..., "kind": "alertmanager", "url": ...}'),
)

const logSource = v.object(
  { ...named, kind: oneOf('jsonl', 'loki', 'victorialogs'), url: sourceAddress },
  object('{"id": ..., "kind": "jsonl", "loki" or "victorialogs", "url": ...}'),
)

const traceSource = v.object(
  { ...named, kind: oneOf('jaeger'), url: sourceAddress },
  object('{"id": ..., "kind": "jaeger", "url": ...}'),
)

const sources = v.object(
  {
    metrics: v.pipe(listById(metricsSource), v.minLength(1, 'must name at least one source')),
    alerts: v.optional(listById(alertSource), []),
    logs: v.optional(listById(logSource), []),
    traces: v.optional(listById(traceSource), []),
  },
  object('{"metrics": [...], "alerts": [...], "logs": [...], "traces": [...]}'),
)

const platform = v.object({ id, title: text(120) }, object('{"id": ..., "title": ...}'))

const link = v.object({ title: text(120), url: linkAddress }, object('{"title": ..., "url": ...}'))

const embed = v.object(
  { frameAncestors: v.optional(listOf(frameOrigin), []) },
  object('{"frameAncestors": ["https://..."]}'),
)

/** What `/config.json` says, version 1. The JSON Schema for editors is generated from it. */
export const configSchema = v.object(
  {
    $schema: v.optional(v.string('must be text')),
    schema: v.literal(1, 'must be 1, the version of this format'),
    sources,
    platforms: v.optional(listById(platform), []),
    dashboards: v.pipe(
      listOf(id),
      v.minLength(1, 'must name at least one dashboard'),
      v.check((ids) => new Set(ids).size === ids.length, 'must not repeat an id'),
    ),
    refresh: v.optional(durationBetween('5s', '1d'), '30s'),
    scrapeInterval: v.optional(durationBetween('1s', '1h'), '15s'),
    theme: v.optional(oneOf('system', 'light', 'dark'), 'system'),
    timeZone: v.optional(
      v.pipe(
        v.string('must be text'),
        v.regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/, 'must be "browser", "utc" or a zone such as "Europe/Berlin"'),
      ),
      'browser',
    ),
    embed: v.optional(embed, {}),
    links: v.optional(listOf(link), []),
  },
  object('the settings of Lookout'),
)
