/** A template that cannot be parsed or expanded, in the words of Go's text/template. */
export class TemplateError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'TemplateError'
  }
}

/** What a called function reports; the caller adds where it was called. */
export class FunctionError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FunctionError'
  }
}
