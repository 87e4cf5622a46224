import type { UnixMs } from '~/domain/units-of-measure'

/** A time or a length of time as the API takes it: seconds with up to 3 decimals. */
export function encodeSeconds(timeMs: UnixMs): string {
  return String(Math.round(timeMs) / 1000)
}

/** Parameters as a form body or a query string. */
export function encodeForm(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString()
}

/** Puts a path of the API behind a base address, with or without its trailing slash. */
export function joinPath(baseUrl: string, path: string): string {
  return `${baseUrl.replace(/\/+$/, '')}${path}`
}
