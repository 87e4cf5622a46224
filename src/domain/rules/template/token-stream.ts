import { quoteGo } from './go-quote'
import { lexTemplate, type Token, type TokenKind } from './lexer'
import { TemplateError } from './template-error'

/** Parentheses, branches and chains within each other; Go has no such bound, a browser's stack has. */
const MAX_DEPTH = 100

/** The tokens of a template with a place among them, and faults in the words of Go's parser. */
export class TokenStream {
  readonly #name: string
  readonly #tokens: readonly Token[]
  readonly #last: Token
  #next = 0
  #depth = 0
  /** Line on which the action began that is being read; 0 outside of actions. */
  actionLine = 0

  constructor(name: string, text: string) {
    this.#name = name
    this.#tokens = lexTemplate(text)
    this.#last = this.#tokens.at(-1) ?? { kind: 'eof', at: text.length, text: '', line: 1 }
  }

  /** Number of tokens that were taken; `goBack` to it reads them again. */
  get place(): number {
    return this.#next
  }

  goBack(place: number): void {
    this.#next = place
  }

  stepBack(): void {
    this.#next--
  }

  peek(): Token {
    return this.#tokens[this.#next] ?? this.#last
  }

  take(): Token {
    return this.#tokens[this.#next++] ?? this.#last
  }

  peekNonSpace(): Token {
    while (this.peek().kind === 'space') this.#next++
    return this.peek()
  }

  takeNonSpace(): Token {
    this.peekNonSpace()
    return this.take()
  }

  expect(kind: TokenKind, context: string): Token {
    const token = this.takeNonSpace()
    return token.kind === kind ? token : this.unexpected(token, context)
  }

  fail(message: string, token: Token = this.#tokens[Math.max(0, this.#next - 1)] ?? this.#last): never {
    throw new TemplateError(`template: ${this.#name}:${token.line}: ${message}`)
  }

  unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') return this.fail(`unexpected ${printToken(token)} in ${context}`, token)
    let where = ''
    if (this.actionLine !== 0 && this.actionLine !== token.line) {
      where = ` in action started at ${this.#name}:${this.actionLine}`
      if (token.text.endsWith(' action')) where = where.slice(' in action'.length)
    }
    return this.fail(token.text + where, token)
  }

  /** Runs what may call itself again. */
  deeper<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.fail('nested too deeply')
    const result = parse()
    this.#depth--
    return result
  }
}

const KEYWORD_KINDS = new Set<TokenKind>(
  'dot block break continue define else end if nil range template with'.split(' ') as TokenKind[],
)

function printToken(token: Token): string {
  if (token.kind === 'eof') return 'EOF'
  if (KEYWORD_KINDS.has(token.kind)) return `<${token.text}>`
  const characters = [...token.text]
  return characters.length > 10 ? `${quoteGo(characters.slice(0, 10).join(''))}...` : quoteGo(token.text)
}
