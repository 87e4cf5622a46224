import type { Labels } from '~/domain/series/frame'

/** What stands between braces and uses the value alone: `$value`, or `.Value` as some write it. */
const USES = /\{\{-?\s*(.*?)\s*-?\}\}(?=(.{0,2}))/gs
const VALUE = String.raw`(?:\$value|\.Value)`
const FUNCTION = new RegExp(`^(?:${VALUE}\\s*\\|\\s*(\\w+)|(\\w+)\\s+${VALUE})$`)
const PRINTED = new RegExp(
  `^(?:${VALUE}(?:\\s*\\|\\s*(?:printf\\s+"%\\.?\\d*[fg]"|humanize))?|printf\\s+"%\\.?\\d*[fg]"\\s+${VALUE})$`,
)
/** Of functions that know what they print. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['humanizePercentage', 'percentunit'],
  ['humanizeDuration', 's'],
])

/**
 * The unit that a rule's own text gives its value, in the value's scale: a part of one where the text makes a percentage of it,
 * a percentage where a sign follows it. `none` where the text does not say, or says it in two ways. Annotations as written.
 */
export function unitOfValue(annotations: Labels): string {
  const found = new Set<string>()
  for (const text of annotations.values()) {
    for (const [, code = '', after = ''] of text.matchAll(USES)) {
      const [, piped, called] = FUNCTION.exec(code) ?? []
      const unit = UNITS.get(piped ?? called ?? '')
      if (unit !== undefined) found.add(unit)
      else if (PRINTED.test(code)) found.add(/^\s?%/.test(after) ? 'percent' : 'none')
    }
  }
  const [only = 'none'] = found
  return found.size === 1 ? only : 'none'
}
