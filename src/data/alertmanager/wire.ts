import * as v from 'valibot'
import type { AlertmanagerStatus, Silence } from '~/domain/alerts/model'
import type { MatchOp } from '~/domain/promql/matchers'
import type { UnixMs } from '~/domain/units-of-measure'

/* The API of Alertmanager, version 2, as its OpenAPI file has it; go-openapi sends null for empty lists. */

const text = v.optional(v.string(), '')
/** RFC 3339 as Unix milliseconds. */
const time = v.pipe(
  v.string(),
  v.transform((written): UnixMs => Date.parse(written)),
  v.check((ms) => Number.isFinite(ms), 'must be a time'),
)

const matcher = v.pipe(
  v.object({ name: v.string(), value: v.string(), isRegex: v.boolean(), isEqual: v.optional(v.boolean(), true) }),
  v.transform(({ name, value, isRegex, isEqual }) => ({ name, value, op: opOf(isEqual, isRegex) })),
)

const silence = v.pipe(
  v.object({
    id: v.string(),
    matchers: v.array(matcher),
    startsAt: time,
    endsAt: time,
    updatedAt: time,
    createdBy: text,
    comment: text,
    status: v.object({ state: v.picklist(['active', 'pending', 'expired']) }),
  }),
  v.transform(
    ({ startsAt, endsAt, updatedAt, status, ...rest }): Silence => ({
      ...rest,
      startsMs: startsAt,
      endsMs: endsAt,
      updatedMs: updatedAt,
      state: status.state,
    }),
  ),
)

export const silencesSchema = v.nullable(v.array(silence))
export const createdSchema = v.object({ silenceID: v.pipe(v.string(), v.nonEmpty()) })

export const statusSchema = v.pipe(
  v.object({
    uptime: v.optional(time),
    config: v.optional(v.object({ original: text }), { original: '' }),
    versionInfo: v.optional(v.object({ version: text }), { version: '' }),
    cluster: v.optional(v.object({ peers: v.nullish(v.array(v.unknown())) }), {}),
  }),
  v.transform(
    ({ uptime, config, versionInfo, cluster }): AlertmanagerStatus => ({
      version: versionInfo.version.slice(0, 40),
      startedMs: uptime ?? null,
      config: config.original,
      peers: cluster.peers?.length ?? 0,
    }),
  ),
)

function opOf(isEqual: boolean, isRegex: boolean): MatchOp {
  if (isEqual) return isRegex ? '=~' : '='
  return isRegex ? '!~' : '!='
}
