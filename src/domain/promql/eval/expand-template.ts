import type { Matcher, RE2JS } from 're2js'

const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu
const INDEX = /^(?:0|[1-9][0-9]{0,8})$/

/**
 * Replaces `$1`, `${1}`, `$name`, `${name}` and `$$` as Go's Regexp.Expand: a name is as long as it can be, a group that is
 * not there is empty, a `$` before anything else stays.
 */
export function expandTemplate(template: string, matcher: Matcher, regex: RE2JS): string {
  return template.replace(REFERENCE, (whole, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare
    if (name === undefined) return whole === '$$' ? '$' : whole
    return groupText(name, matcher, regex)
  })
}

function groupText(name: string, matcher: Matcher, regex: RE2JS): string {
  if (INDEX.test(name)) {
    const index = Number(name)
    return index <= matcher.groupCount() ? (matcher.group(index) ?? '') : ''
  }
  const named: Record<string, number> = regex.namedGroups()
  // Own keys alone: a group may be called as what every object inherits.
  return Object.hasOwn(named, name) ? (matcher.group(name) ?? '') : ''
}
