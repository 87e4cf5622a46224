/** A text as the regular expression that only it matches; RE2's own escape. */
export function escapePattern(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}
