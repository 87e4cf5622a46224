/** A page's title with the count before it, marked where that is not sure; none for a sure zero, and never two. */
export function withCount(title: string, count: number, isSure = true): string {
  const bare = title.replace(/^(?:\((?:\d+\??|\?)\) )+/, '')
  const text = `${count > 0 ? count : ''}${isSure ? '' : '?'}`
  return text === '' ? bare : `(${text}) ${bare}`
}
