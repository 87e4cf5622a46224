import type * as v from 'valibot'
import type { DecodeIssue } from '~/lib/decode'
import { DecodeError, decode } from '~/lib/decode'
import type { DurationMs } from '../units-of-measure'
import { whyUnknown } from '../wall/known-page'
import { findOddKeys } from './odd-keys'
import { configSchema } from './schema'

type Decoded = v.InferOutput<typeof configSchema>

/** Sources by what they answer. Addresses have no trailing slash: `${url}/api/v1/query`. */
export type ConfigSources = Decoded['sources']

/** What an operator decided for this installation. */
export interface Config {
  readonly sources: ConfigSources
  /** In the order of the navigation. */
  readonly platforms: Decoded['platforms']
  /** Ids of `dashboards/<id>.json`, in the order of the navigation; at least one. */
  readonly dashboards: readonly string[]
  readonly refreshMs: DurationMs
  /** How often the metrics source scrapes: the smallest step that makes sense. */
  readonly scrapeIntervalMs: DurationMs
  readonly theme: Decoded['theme']
  /** `browser`, `utc` or a zone that this runtime knows. */
  readonly timeZone: string
  /** See `Budget` in domain/cost. */
  readonly budgets: Decoded['budgets']
  readonly embed: { readonly frameAncestors: readonly string[] }
  readonly links: Decoded['links']
  readonly privacy: Decoded['privacy']
  /** Care of every screen on a wall. */
  readonly wall: Decoded['wall']
  /** What `/tv/<id>` shows. */
  readonly playlists: Decoded['playlists']
}

export type Playlist = Config['playlists'][number]
export type PlaylistPage = Playlist['pages'][number]

/** Something odd that did not keep the configuration from being used. */
export type ConfigWarning = DecodeIssue

export interface DecodedConfig {
  readonly config: Config
  readonly warnings: readonly ConfigWarning[]
}

/** Unknown to Config, or a DecodeError with the JSON pointer of every fault. Nothing is applied in part. */
export function decodeConfig(input: unknown): Config {
  return decodeConfigWithWarnings(input).config
}

/** As decodeConfig, with what was ignored: unknown keys, a time zone that this runtime does not know. */
export function decodeConfigWithWarnings(input: unknown): DecodedConfig {
  const odd = findOddKeys(configSchema, input)
  if (odd.refused.length > 0) throw new DecodeError(odd.refused)
  const { $schema: _, schema: _version, refresh, scrapeInterval, timeZone, ...rest } = decode(configSchema, input)
  const known = isKnownZone(timeZone)
  return {
    config: { ...rest, refreshMs: refresh, scrapeIntervalMs: scrapeInterval, timeZone: known ? timeZone : 'utc' },
    warnings: [
      ...odd.unknown,
      ...(known ? [] : [{ path: '/timeZone', message: `is not a known time zone: "${timeZone}", UTC is used` }]),
      ...rest.playlists.flatMap(({ pages }, i) =>
        pages.flatMap(({ path }, j) => {
          const message = whyUnknown(path, rest.dashboards)
          return message === null ? [] : [{ path: `/playlists/${i}/pages/${j}/path`, message }]
        }),
      ),
    ],
  }
}

function isKnownZone(zone: string): boolean {
  if (zone === 'browser' || zone === 'utc') return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
