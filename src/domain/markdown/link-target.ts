const MAX_URL = 2_048
const END_OF_URL = /[\s<>"`\p{Cc}]/u

export interface LinkTarget {
  readonly url: string
  /** First character after it. */
  readonly end: number
}

/** Reads `(address)` or `(<address> "title")` at `from`; null where there is none. A title is left out. */
export function readDestination(text: string, from: number): LinkTarget | null {
  if (text[from] !== '(') return null
  const inside = text.slice(from + 1, from + 1 + MAX_URL)
  let depth = 0
  for (let i = 0; i < inside.length; i++) {
    const character = inside[i]
    if (character === '\n') return null
    if (character === '(') depth++
    if (character !== ')') continue
    if (depth-- > 0) continue
    const [url = ''] = inside.slice(0, i).trim().split(/\s/, 1)
    return { url: url.startsWith('<') && url.endsWith('>') ? url.slice(1, -1) : url, end: from + 1 + i + 1 }
  }
  return null
}

/** Reads an address that stands for itself at `from`: `https://…`, also between `<` and `>`; null where there is none. */
export function readUrl(text: string, from: number): LinkTarget | null {
  const isBracketed = text[from] === '<'
  const start = isBracketed ? from + 1 : from
  if (!text.startsWith('http://', start) && !text.startsWith('https://', start)) return null
  if (!isBracketed && /[\p{L}\p{N}]/u.test(text[from - 1] ?? ' ')) return null
  const rest = text.slice(start, start + MAX_URL)
  const length = rest.search(END_OF_URL)
  const whole = length < 0 ? rest : rest.slice(0, length)
  if (isBracketed) return rest[length] === '>' ? { url: whole, end: start + length + 1 } : null
  const url = withoutTail(whole)
  return /^https?:\/\/./.test(url) ? { url, end: start + url.length } : null
}

/** A full stop, or the parenthesis around an address, is no part of it. Neither are marks of emphasis. */
function withoutTail(url: string): string {
  let end = url.length
  const opened = url.split('(').length
  let closed = url.split(')').length
  while (end > 0) {
    const last = url[end - 1] ?? ''
    if (last === ')') {
      if (closed <= opened) break
      closed--
    } else if (!/[.,;:!?'*_~\]]/.test(last)) break
    end--
  }
  return url.slice(0, end)
}
