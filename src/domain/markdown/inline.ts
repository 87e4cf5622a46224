import type { Inline } from '~/domain/markdown/ast'
import { readDestination, readUrl } from '~/domain/markdown/link-target'

/** Marks within marks; what is deeper stays text. Bounds the work of each character, and the depth of what is rendered. */
const MAX_DEPTH = 12

type Mark = 'strong' | 'em' | 'del' | 'bracket'

/** A mark that was opened and not closed yet. */
interface OpenMark {
  readonly mark: Mark
  /** As written: what it is again when nobody closes it. */
  readonly written: string
  readonly nodes: Inline[]
  /** A bracket around a link that is already there makes no link itself. */
  dead: boolean
}

const MARKS: readonly (readonly [written: string, mark: Mark])[] = [
  ['**', 'strong'],
  ['__', 'strong'],
  ['~~', 'del'],
  ['*', 'em'],
  ['_', 'em'],
]

/** Parses one paragraph's text in one pass from left to right; the time is linear, since marks nest `MAX_DEPTH` deep at most. */
export function parseInline(text: string): Inline[] {
  return new InlineParser(text).parse()
}

class InlineParser {
  private readonly text: string
  private readonly root: Inline[] = []
  private readonly open: OpenMark[] = []
  private readonly ticks: TickRuns
  private plain = ''
  private at = 0

  constructor(text: string) {
    this.text = text
    this.ticks = new TickRuns(text)
  }

  parse(): Inline[] {
    while (this.at < this.text.length) {
      if (!this.readSpecial()) this.plain += this.text[this.at++] ?? ''
    }
    while (this.open.length > 0) this.dissolve()
    this.flush()
    return this.root
  }

  /** Reads what is more than a character, if that is what is here. */
  private readSpecial(): boolean {
    switch (this.text[this.at]) {
      case '\\':
        return this.readEscape()
      case ' ':
      case '\n':
        return this.readBlanks()
      case '`':
        return this.readCode()
      case '*':
      case '_':
      case '~':
        return this.readMark()
      case '!':
      case '[':
        return this.readBracket()
      case ']':
        return this.closeBracket()
      case '<':
      case 'h':
        return this.readAddress()
      default:
        return false
    }
  }

  private readEscape(): boolean {
    const next = this.text[this.at + 1] ?? ''
    if (next === '\n') {
      this.endLine(this.at + 1, true)
      return true
    }
    if (!/[!-/:-@[-`{-~]/.test(next)) return false
    this.plain += next
    this.at += 2
    return true
  }

  /** Blanks, and the end of the line where one follows: two of them before it break the line, else it is a blank itself. */
  private readBlanks(): boolean {
    let end = this.at
    while (this.text[end] === ' ') end++
    if (this.text[end] !== '\n') {
      this.plain += this.text.slice(this.at, end)
      this.at = end
      return true
    }
    this.endLine(end, end - this.at >= 2)
    return true
  }

  private endLine(end: number, isHard: boolean): void {
    if (isHard) this.push({ kind: 'break' })
    else this.plain += ' '
    this.at = end + 1
    while (this.text[this.at] === ' ') this.at++
  }

  private readCode(): boolean {
    const length = this.ticks.lengthAt(this.at)
    const end = this.ticks.nextOf(length, this.at)
    if (end === null) {
      this.plain += '`'.repeat(length)
      this.at += length
      return true
    }
    const inside = this.text.slice(this.at + length, end).replaceAll('\n', ' ')
    const isPadded = inside.length > 2 && inside.startsWith(' ') && inside.endsWith(' ') && inside.trim() !== ''
    this.push({ kind: 'code', text: isPadded ? inside.slice(1, -1) : inside })
    this.at = end + length
    return true
  }

  private readMark(): boolean {
    const here = MARKS.filter(([written]) => this.text.startsWith(written, this.at))
    const before = this.text[this.at - 1] ?? ' '
    // Of `***` first the mark ends that began last.
    const innermost = /\s/.test(before) ? undefined : this.open.at(-1)?.written
    const found = here.find(([written]) => written === innermost) ?? here[0]
    if (found === undefined) return false
    const [written, mark] = found
    const after = this.text[this.at + written.length] ?? ' '
    const isWord = written.startsWith('_')
    const mayClose = !/\s/.test(before) && !(isWord && /[\p{L}\p{N}]/u.test(after))
    const mayOpen = !/\s/.test(after) && !(isWord && /[\p{L}\p{N}]/u.test(before))
    const opener = mayClose ? this.open.findLastIndex((one) => one.written === written) : -1
    // What is closed must not reach over a bracket: that one may still become a link.
    if (opener >= 0 && !this.open.slice(opener).some((one) => one.mark === 'bracket')) {
      this.at += written.length
      while (this.open.length > opener + 1) this.dissolve()
      this.close(mark as 'strong' | 'em' | 'del')
      return true
    }
    if (!mayOpen) return false
    return this.start(mark, written)
  }

  private readBracket(): boolean {
    if (this.text[this.at] === '[') return this.start('bracket', '[')
    return this.text[this.at + 1] === '[' && this.start('bracket', '![')
  }

  private start(mark: Mark, written: string): boolean {
    this.at += written.length
    if (this.open.length >= MAX_DEPTH) {
      this.plain += written
      return true
    }
    this.flush()
    this.open.push({ mark, written, nodes: [], dead: false })
    return true
  }

  /** A `]`: with an address after it, it ends a link or a picture. A picture is shown as its text and where it is. */
  private closeBracket(): boolean {
    const opener = this.open.findLastIndex((one) => one.mark === 'bracket')
    const bracket = this.open[opener]
    if (bracket === undefined) return false
    const target = bracket.dead ? null : readDestination(this.text, this.at + 1)
    while (this.open.length > opener + 1) this.dissolve()
    if (target === null) {
      this.plain += ']'
      this.at++
      this.dissolve()
      return true
    }
    this.flush()
    this.open.pop()
    this.at = target.end
    if (bracket.written === '![') {
      for (const node of bracket.nodes) this.push(node)
      this.plain += `${bracket.nodes.length === 0 ? '' : ' '}(${target.url})`
      return true
    }
    for (const outer of this.open) if (outer.mark === 'bracket') outer.dead = true
    this.push({ kind: 'link', url: target.url, children: bracket.nodes })
    return true
  }

  /** An address that stands for itself, bare or in angle brackets. */
  private readAddress(): boolean {
    const found = readUrl(this.text, this.at)
    if (found === null) return false
    if (this.open.some((one) => one.mark === 'bracket' && !one.dead && one.written === '[')) {
      this.plain += found.url
    } else this.push({ kind: 'link', url: found.url, children: [{ kind: 'text', text: found.url }] })
    this.at = found.end
    return true
  }

  private close(mark: 'strong' | 'em' | 'del'): void {
    this.flush()
    const done = this.open.pop()
    if (done !== undefined) this.push({ kind: mark, children: done.nodes })
  }

  /** The innermost mark is none: its sign is text, and what it held belongs to the mark around it. */
  private dissolve(): void {
    this.flush()
    const gone = this.open.pop()
    if (gone === undefined) return
    this.plain += gone.written
    for (const node of gone.nodes) this.push(node)
  }

  private push(node: Inline): void {
    if (node.kind === 'text') {
      this.plain += node.text
      return
    }
    this.flush()
    this.nodes().push(node)
  }

  private flush(): void {
    if (this.plain === '') return
    const nodes = this.nodes()
    const last = nodes.at(-1)
    if (last?.kind === 'text') nodes.pop()
    const text = last?.kind === 'text' ? last.text + this.plain : this.plain
    nodes.push({ kind: 'text', text })
    this.plain = ''
  }

  private nodes(): Inline[] {
    return this.open.at(-1)?.nodes ?? this.root
  }
}

/** Where runs of backticks are, by their length, so that the end of a code span is found without looking twice. */
class TickRuns {
  private readonly starts = new Map<number, { readonly at: number[]; passed: number }>()
  private readonly lengths = new Map<number, number>()

  constructor(text: string) {
    for (const { 0: run, index } of text.matchAll(/`+/g)) {
      this.lengths.set(index, run.length)
      const known = this.starts.get(run.length)
      if (known === undefined) this.starts.set(run.length, { at: [index], passed: 0 })
      else known.at.push(index)
    }
  }

  /** Length of the run that begins here; an escaped backtick before it makes it one shorter. */
  lengthAt(at: number): number {
    return this.lengths.get(at) ?? 1
  }

  nextOf(length: number, after: number): number | null {
    const starts = this.starts.get(length)
    if (starts === undefined) return null
    // Text is read from left to right: what lies behind is never asked for again.
    while ((starts.at[starts.passed] ?? Number.POSITIVE_INFINITY) <= after) starts.passed++
    return starts.at[starts.passed] ?? null
  }
}
