/** `$$`, `$name` or `${name}`, a name being as long as it can be. */
const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu
const INDEX = /^(?:0|[1-9][0-9]{0,8})$/

/** What the groups of a pattern have caught; group 0 is the whole. */
export interface Groups {
  /** Name of each group, undefined for those without. */
  readonly names: readonly (string | undefined)[]
  /** Empty where the group took part in nothing, or does not exist. */
  readonly textOf: (index: number) => string | null
}

/**
 * Replaces `$1`, `${1}`, `$name`, `${name}` and `$$` as Go's Regexp.Expand: a group that is not there is empty, a `$` before
 * anything else stays.
 */
export function expandTemplate(template: string, groups: Groups): string {
  return template.replace(REFERENCE, (_, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare
    return name === undefined ? '$' : textOfName(name, groups)
  })
}

function textOfName(name: string, { names, textOf }: Groups): string {
  if (INDEX.test(name)) return textOf(Number(name)) ?? ''
  // Several groups may have one name: the first that caught anything counts.
  for (let index = 0; index < names.length; index++) {
    const text = names[index] === name ? textOf(index) : null
    if (text !== null) return text
  }
  return ''
}
