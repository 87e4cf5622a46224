import type { UnixMs } from '~/domain/units-of-measure'
import { dashboardPath } from './paths'
import { isNamedAfter } from './platform-logs'

/* From the lines of a log back to a platform. Apart from `platform-logs.ts`, which the first page has. */

/** The platform that a stream is named after: `shorts`, `shorts.log`, `{app="shorts-api"}`. Of several the longest name. */
export function platformOfStream(stream: string, platforms: readonly { readonly id: string }[]): string | undefined {
  return platforms
    .map(({ id }) => id)
    .filter((id) => isNamedAfter(stream, id))
    .sort((a, b) => b.length - a.length)[0]
}

const AROUND_MS = 900_000

/** A platform's first dashboard, whose id begins with the platform's by convention, around a moment; null where there is none. */
export function dashboardAtPath(dashboards: readonly string[], platform: string, atMs: UnixMs): string | null {
  const id = dashboards.find((one) => one === platform || one.startsWith(`${platform}-`))
  if (id === undefined) return null
  const from = String(Math.floor(atMs - AROUND_MS))
  return `${dashboardPath(id)}?${new URLSearchParams({ from, to: String(Math.ceil(atMs + AROUND_MS)) })}`
}
