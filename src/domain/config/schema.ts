import * as v from 'valibot'
import {
  fileHead,
  finiteNumber,
  id,
  labelSet,
  listById,
  listOf,
  object,
  oneOf,
  text,
  timeZone,
} from '~/domain/schema-parts'
import { frameOrigin, linkAddress, sourceAddress } from './address'
import { durationBetween } from './duration-text'
import { playlist, wall } from './wall-schema'

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
const labels = v.optional(labelSet('platform', 'shorts'), {})

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

const siteOrigin = { ...named, url: sourceAddress }
const fileName = v.pipe(
  text(300),
  v.regex(/^[^/\\?#]+(?:\/[^/\\?#]+)*$/, 'must be the name of a file below the address, such as "app.log"'),
  v.check((name) => !name.split('/').some((part) => part === '.' || part === '..'), 'must not leave its folder'),
)
const fileLogs = v.object(
  {
    ...siteOrigin,
    kind: v.literal('jsonl'),
    /** Names below the address; `app.log.1` after `app.log` is what that is rotated to. None where the address is the file. */
    files: v.optional(v.pipe(listOf(fileName), v.minLength(1, 'must name a file'))),
  },
  object('{"id": ..., "kind": "jsonl", "url": ..., "files": [...]}'),
)
const lokiLogs = v.object(
  {
    ...siteOrigin,
    kind: v.literal('loki'),
    tenant: v.optional(tenant),
    selector: v.optional(text(1000), '{job=~".+"}'),
  },
  object('{"id": ..., "kind": "loki", "url": ...}'),
)
const victoriaLogs = v.object(
  { ...siteOrigin, kind: v.literal('victorialogs'), tenant: v.optional(tenant) },
  object('{"id": ..., "kind": "victorialogs", "url": ...}'),
)
const sampleLogs = v.object({ ...named, kind: v.literal('sample') }, object('{"id": ..., "kind": "sample"}'))
const logSource = v.variant('kind', [fileLogs, lokiLogs, victoriaLogs, sampleLogs], ({ path, received }) => {
  if (path?.at(-1)?.key !== 'kind')
    return 'must be an object: {"id": ..., "kind": "jsonl", "loki", "victorialogs" or "sample", ...}'
  return received === 'undefined' ? 'is missing' : 'must be "jsonl", "loki", "victorialogs" or "sample"'
})

const traceSource = v.object(
  { ...siteOrigin, kind: oneOf('jaeger') },
  object('{"id": ..., "kind": "jaeger", "url": ...}'),
)

const privacy = v.object(
  {
    /** RE2 patterns; what their groups match is masked, or all that they match. */
    redact: v.optional(listOf(text(1000)), []),
    secrets: v.optional(v.boolean('must be true or false'), true),
    /** Ids of users in logs: masked in the kiosk, never, or always. */
    userIds: v.optional(oneOf('wall', 'never', 'always'), 'wall'),
  },
  object('{"redact": ["..."], "secrets": true, "userIds": "wall"}'),
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

const money = v.optional(v.pipe(finiteNumber, v.minValue(0, 'must not be below 0')))
/** Of a platform, of usages of prices.json, or of all; in the currency of prices.json. */
const budget = v.object(
  {
    id,
    title: text(120),
    platform: v.optional(id),
    usages: v.optional(listOf(id)),
    hourly: money,
    daily: money,
    monthly: money,
  },
  object('{"id": ..., "title": ..., "daily": ...}'),
)

const embed = v.object(
  { frameAncestors: v.optional(listOf(frameOrigin), []) },
  object('{"frameAncestors": ["https://..."]}'),
)

/** What `/config.json` says, version 1. The JSON Schema for editors is generated from it. */
export const configSchema = v.object(
  {
    ...fileHead,
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
    timeZone: v.optional(timeZone, 'browser'),
    budgets: v.optional(listById(budget), []),
    embed: v.optional(embed, {}),
    privacy: v.optional(privacy, {}),
    links: v.optional(listOf(link), []),
    wall: v.optional(wall, {}),
    playlists: v.optional(listById(playlist), []),
  },
  object('the settings of Lookout'),
)
