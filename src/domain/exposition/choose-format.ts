import type { ExpositionFormat } from './exposition'

const PARAMETER = /^\s*;\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~0-9A-Za-z-]+))/
const END = /^\s*;?\s*$/

/**
 * The format as Prometheus chooses it from a Content-Type: OpenMetrics where it says so and the header is well-formed,
 * in every other case the older text format.
 */
export function chooseFormat(contentType: string | null | undefined): ExpositionFormat {
  const header = contentType ?? ''
  const [mediaType = ''] = header.split(';', 1)
  if (mediaType.trim().toLowerCase() !== 'application/openmetrics-text') return 'text'
  return hasSoundParameters(header.slice(mediaType.length)) ? 'openmetrics' : 'text'
}

/** Whether Go's mime.ParseMediaType reads the parameters: one that it cannot read, or one twice, is an error to it. */
function hasSoundParameters(parameters: string): boolean {
  const seen = new Set<string>()
  for (let rest = parameters; !END.test(rest); ) {
    const parameter = PARAMETER.exec(rest)
    const name = parameter?.[1]?.toLowerCase()
    if (parameter === null || name === undefined || seen.has(name)) return false
    seen.add(name)
    rest = rest.slice(parameter[0].length)
  }
  return true
}
