const safelisted = new Set(['accept', 'accept-language', 'content-language', 'content-type', 'range'])

/** Request headers that make a browser ask for leave first (a preflight). Our content types and ranges never do. */
export function preflightHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(headers).filter((name) => !safelisted.has(name.toLowerCase()))
}
