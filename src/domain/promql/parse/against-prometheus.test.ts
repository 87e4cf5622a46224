import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Expr, PromqlParseError } from '~/domain/promql/ast'
import { compilePattern } from '~/domain/promql/compile-pattern'
import { FUNCTION_SIGNATURES } from '~/domain/promql/function-signatures'
import { printExpr } from '~/domain/promql/print-expr'
import { hasPrometheus, type RealPrometheus, startRealPrometheus } from '~/testing/real-prometheus'
import { brokenPromqlText, promqlText } from './arbitrary-promql'
import { CORNER_CASES } from './corner-cases'
import { formatParseError } from './format-parse-error'
import { quoteText } from './go-quote'
import { parsePromql } from './parse-promql'

/** What a text is found to be: its print, or its fault with its place. */
type Verdict = { readonly print: string } | { readonly fault: string }

function judge(text: string): Verdict {
  try {
    return { print: printExpr(parsePromql(text)) }
  } catch (error) {
    if (error instanceof PromqlParseError) return { fault: formatParseError(text, error.fault) }
    throw error
  }
}

describe.skipIf(!hasPrometheus)('PromQL against a real Prometheus', { timeout: 60_000 }, () => {
  let prometheus: RealPrometheus
  beforeAll(async () => {
    prometheus = await startRealPrometheus()
  }, 30_000)
  afterAll(() => prometheus.stop())

  async function ask(path: string, query: string): Promise<{ status: string; data?: unknown; error?: string }> {
    const response = await fetch(`${prometheus.url}/api/v1/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ query }),
    })
    return response.json()
  }

  async function judgeOfPrometheus(text: string): Promise<Verdict> {
    const { data, error } = await ask('format_query', text)
    if (error === undefined) return { print: String(data) }
    // It names `@` by its own number for it.
    return { fault: error.replace('invalid parameter "query": ', '').replace(/"<Item \d+>" (?=<op:@>)/, '') }
  }

  /** The texts of which Prometheus thinks otherwise; empty is good. */
  async function differences(texts: readonly string[]) {
    const found: { text: string; ours: Verdict; prometheus: Verdict }[] = []
    for (let i = 0; i < texts.length; i += 50) {
      const compare = async (text: string) => {
        const [ours, theirs] = [judge(text), await judgeOfPrometheus(text)]
        const areEqual =
          'fault' in ours
            ? 'fault' in theirs && ours.fault === theirs.fault
            : 'print' in theirs && isSamePrint(ours.print, theirs.print)
        if (!areEqual) found.push({ text, ours, prometheus: theirs })
      }
      await Promise.all(texts.slice(i, i + 50).map(compare))
    }
    return found
  }

  it.each(Object.entries(CORNER_CASES))('corner cases: %s', async (_name, texts) => {
    expect(await differences(texts)).toEqual([])
  })

  it.each([
    ['mostly valid', promqlText],
    ['broken', brokenPromqlText],
  ])('random expressions, %s', async (_name, texts) => {
    expect(await differences(fc.sample(texts, { seed: 42, numRuns: 750 }))).toEqual([])
  })

  it('functions take the same arguments', async () => {
    const ofEachType = ['1', 'x', 'x[5m]', '"a"']
    const calls = [...FUNCTION_SIGNATURES.values()].flatMap(({ name, since3 }) =>
      Array.from({ length: since3 ? 1 : 7 }, (_, count) =>
        ofEachType.map((arg) => `${name}(${Array.from({ length: count }, () => arg).join(', ')})`),
      ).flat(),
    )
    const rightly = [...FUNCTION_SIGNATURES.values()].flatMap(({ name, argTypes, variadic, since3 }) => {
      const args = argTypes.map((type) => ofEachType[['scalar', 'vector', 'matrix', 'string'].indexOf(type)])
      const least = variadic === 0 ? args.length : args.length - 1
      return since3 ? [] : [args.slice(0, least), args].map((given) => `${name}(${given.join(', ')})`)
    })
    expect(await differences([...new Set([...calls, ...rightly])])).toEqual([])
    expect(rightly.map(judge).filter((verdict) => 'fault' in verdict)).toEqual([])
  })

  it('operators bind in the same order', async () => {
    // Names as long as a line: Prometheus then prints every operator on its own line, indented as deep as it stands.
    const operand = fc.constantFrom('a', 'b', 'c').map((letter) => letter.repeat(101))
    const operator = fc.constantFrom(...'+ - * / % ^ atan2 == != < >= and or unless'.split(' '))
    const signed = fc.tuple(fc.constantFrom('', '', '', '-', '+', '- -'), operand).map((parts) => parts.join(''))
    const chain = fc
      .tuple(signed, fc.array(fc.tuple(operator, signed), { minLength: 1, maxLength: 7 }))
      .map(([first, rest]) => [first, ...rest.flat()].join(' '))
    for (const text of fc.sample(chain, { seed: 42, numRuns: 300 })) {
      expect(await judgeOfPrometheus(text)).toEqual({ print: outline(parsePromql(text), 0) })
    }
  })

  it('patterns match the same texts', async () => {
    const patterns = [
      '',
      'a',
      'a|b',
      '(a|b)',
      '(?:a|)',
      'a.*',
      'a.+',
      '.*',
      '.+',
      '.*a',
      'a.b',
      '[ab]+',
      '(?i)A',
      '(?s).*',
      'a\\.b',
    ]
    patterns.push(
      '\\pL+',
      '[^a]*',
      '(?i)ſ',
      '(?i:k)',
      'a$',
      '^a',
      'a\n',
      '\\x61',
      '\\Qa.b\\E',
      '(a|b){2}',
      'é',
      '.',
      '\\s',
      '\\w+',
      '(?m)a$',
    )
    const texts = [
      '',
      'a',
      'b',
      'A',
      'ab',
      'aa',
      'a.b',
      'axb',
      'a\n',
      '\n',
      'a\nb',
      'a\nb\n',
      'é',
      '日本',
      '😀',
      's',
      'k',
      '\u212a',
      'a b',
      ' ',
    ]
    for (const pattern of patterns) {
      const query = texts
        .map(
          (text, i) =>
            `label_replace(label_replace(vector(${i}),"s",${quoteText(text)},"",""),"r","y","s",${quoteText(pattern)})`,
        )
        .map((expr, i) => `label_replace(${expr},"i","${i}","","")`)
        .join(' or ')
      const { data } = await ask('query', query)
      const { result } = data as { result: { metric: Record<string, string> }[] }
      const theirs = result.filter(({ metric }) => metric['r'] === 'y').map(({ metric }) => texts[Number(metric['i'])])
      const ours = texts.filter(compilePattern(pattern))
      expect({ pattern, matches: ours }).toEqual({ pattern, matches: theirs })
    }
  })
})

/** Prints are compared but for what printExpr deliberately keeps, and for bytes that no JavaScript string can hold. */
function isSamePrint(ours: string, theirs: string): boolean {
  const loosen = (print: string) =>
    print
      .replaceAll(/ ignoring \(\) group_(?:left|right) \([^)]*\)/g, '')
      .replaceAll(/(?<=\{)__name__="",?|,__name__=""/g, '')
      .replaceAll(/\\ufffd|\\x[89a-f][0-9a-f]/g, '\ufffd')
  // Prometheus breaks what is longer than 100 characters into lines.
  const oneLine = theirs.includes('\n') && !theirs.includes('\ufffd') ? printExpr(parsePromql(theirs)) : theirs
  return ours === oneLine || loosen(ours) === loosen(oneLine)
}

/** The tree of operators as Prometheus' format_query draws it. */
function outline(expr: Expr, level: number): string {
  const indent = '  '.repeat(level)
  if (expr.kind === 'unary') return indent + expr.op + outline(expr.expr, level).trim()
  if (expr.kind !== 'binary') return indent + printExpr(expr)
  return `${outline(expr.lhs, level + 1)}\n${indent}${expr.op}\n${outline(expr.rhs, level + 1)}`
}
