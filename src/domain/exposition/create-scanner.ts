import { chooseFormat } from './choose-format'
import type { ExpositionFormat } from './exposition'
import { OpenMetricsScanner } from './openmetrics-scanner'
import { type Entry, EXPOSITION_LIMITS, ExpositionScanner } from './scanner'
import { sniff } from './sniff'
import { TextScanner } from './text-scanner'

/** The scanner that fits the answer; one that only says what the body is, where it is no exposition at all. */
export function createScanner(
  text: string,
  contentType: string | null | undefined,
  limits = EXPOSITION_LIMITS,
): { readonly format: ExpositionFormat; readonly scanner: ExpositionScanner } {
  const format = chooseFormat(contentType)
  const other = /protobuf/i.test(contentType ?? '') ? 'protocol buffers' : sniff(text)
  if (other !== undefined) return { format, scanner: new RefusingScanner(text, other) }
  return { format, scanner: format === 'text' ? new TextScanner(text, limits) : new OpenMetricsScanner(text, limits) }
}

/** Finds one fault and no more. */
class RefusingScanner extends ExpositionScanner {
  readonly #looksLike: string

  constructor(text: string, looksLike: string) {
    super(text, EXPOSITION_LIMITS)
    this.#looksLike = looksLike
  }

  override next(): Entry {
    if (this.line > 0) return 'end'
    this.line = 1
    return this.refuse(`not exposition text: it looks like ${this.#looksLike}`)
  }
}
