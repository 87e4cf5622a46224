/**
 * The same text in memory of its own: engines keep a whole document alive behind a part of it, and what is kept outlives the
 * document. Joined to another text and cut again it points to that small one; shorter texts are copied anyway.
 */
export function ownText(part: string): string {
  return part.length < 13 ? part : ` ${part}`.slice(1)
}
