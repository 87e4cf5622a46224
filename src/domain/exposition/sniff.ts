/**
 * What a body that is no exposition at all looks like, in words; undefined for one that may be. Everything named here
 * is refused by Prometheus too, at its first character.
 */
export function sniff(text: string): string | undefined {
  if (text.startsWith('\x1f')) return 'compressed bytes that were not unpacked'
  const begin = text.slice(0, 200).trimStart()
  if (begin.startsWith('<')) return 'a page of HTML or XML'
  if (begin.startsWith('[') || /^\{\s*(?:\}\s*$|"(?:[^"\\]|\\.)*"\s*:)/.test(begin)) return 'JSON'
  return undefined
}
