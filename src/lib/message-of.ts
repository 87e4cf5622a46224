/** What was thrown, in words: anything can be, also by code that is not ours. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
