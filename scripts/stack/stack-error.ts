/** Why the stack cannot start or run, in one line that says what to do. */
export class StackError extends Error {
  override readonly name = 'StackError'
}
