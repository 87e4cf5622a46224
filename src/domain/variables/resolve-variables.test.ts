import { describe, expect, it } from 'vitest'
import { decode } from '~/lib/decode'
import { interpolateText } from './interpolate'
import type { OptionsAnswer, OptionsQuestion } from './options'
import { resolveVariables } from './resolve-variables'
import { variableSchema } from './schema'

const answers = (texts: Record<string, readonly string[] | string>) => (question: OptionsQuestion) => {
  const key = question.kind === 'labelValues' ? `${question.of} of ${question.match}` : question.expr
  const found = texts[key]
  if (found === undefined) return undefined
  return (typeof found === 'string' ? { ok: false, message: found } : { ok: true, texts: found }) as OptionsAnswer
}

interface Given {
  readonly vars?: Record<string, readonly string[]>
  readonly repeated?: readonly string[]
  readonly texts?: Record<string, readonly string[] | string>
}

function resolve(files: readonly object[], { vars = {}, repeated = [], texts = {} }: Given = {}) {
  return resolveVariables(
    files.map((file) => decode(variableSchema, file)),
    { vars: new Map(Object.entries(vars)), repeated: new Set(repeated), held: answers(texts) },
  )
}

const NOTHING = { values: [], pattern: null, isOwn: false }
const queue = { kind: 'labelValues', name: 'queue', of: 'queue', match: 'queue_depth', multi: true, all: true }
const worker = { kind: 'labelValues', name: 'worker', of: 'worker', match: 'busy{queue=~"$queue"}' }

describe('values of the address', () => {
  it('stand without waiting for the options', () => {
    const { bindings, waiting } = resolve([queue], { vars: { queue: ['gone'] } })
    expect(bindings.get('queue')).toEqual({ values: ['gone'], pattern: null, isOwn: false })
    expect(waiting).toEqual([])
  })

  it('only the first counts where one may be chosen', () => {
    expect(resolve([worker], { vars: { worker: ['a', 'b'] } }).bindings.get('worker')?.values).toEqual(['a'])
  })

  it('of a list of the file must be in it', () => {
    const size = { kind: 'custom', name: 'size', options: ['s', { value: 'm', text: 'Medium' }], default: 'm' }
    const chosen = (...values: string[]) => resolve([size], { vars: { size: values } }).bindings.get('size')
    expect(chosen('s')).toMatchObject({ values: ['s'], isOwn: true })
    expect(chosen('x')?.values).toEqual(['m'])
    expect(chosen('$__all')?.values).toEqual(['m'])
    expect(interpolateText('Size $size', new Map([['size', chosen('m') ?? NOTHING]]))).toBe('Size Medium')
  })

  it('a free text is not one of the file', () => {
    const text = { kind: 'text', name: 'text', default: 'x' }
    expect(resolve([text]).bindings.get('text')).toEqual({ values: ['x'], pattern: null, isOwn: false })
    expect(resolve([text], { vars: { text: ['y'] } }).bindings.get('text')?.values).toEqual(['y'])
  })

  it('an interval is one of its list; auto follows the step', () => {
    const every = { kind: 'interval', name: 'every', options: ['auto', '5m', '1h30m'] }
    expect(resolve([every]).bindings.get('every')).toEqual({ values: ['$__rate_interval'], pattern: null, isOwn: true })
    expect(resolve([every], { vars: { every: ['1h30m'] } }).bindings.get('every')?.values).toEqual(['1h30m'])
    expect(resolve([every], { vars: { every: ['7m'] } }).bindings.get('every')?.values).toEqual(['$__rate_interval'])
  })
})

describe('all', () => {
  it('is every option, once they are known', () => {
    const before = resolve([queue])
    expect(before.bindings.has('queue')).toBe(false)
    expect(before.waiting).toEqual([{ kind: 'labelValues', of: 'queue', match: 'queue_depth' }])
    const after = resolve([queue], { texts: { 'queue of queue_depth': ['q10', 'q9', 'q9'] } })
    expect(after.bindings.get('queue')).toEqual({ values: ['q9', 'q10'], pattern: null, isOwn: false, isAll: true })
    expect(after.variables[0]?.chosen).toEqual(['$__all'])
  })

  it("is the file's expression where there is one, unless panels are repeated by it", () => {
    const fast = { ...queue, allValue: '.+' }
    expect(resolve([fast]).bindings.get('queue')).toEqual({ values: [], pattern: '.+', isOwn: false, isAll: true })
    expect(resolve([fast], { repeated: ['queue'] }).waiting).toHaveLength(1)
    const texts = { 'queue of queue_depth': ['a', 'b'] }
    expect(resolve([fast], { repeated: ['queue'], texts }).bindings.get('queue')?.values).toEqual(['a', 'b'])
  })
})

describe('chains', () => {
  it('ask the child with the values of its parent, whatever their order in the file', () => {
    const texts = { 'worker of busy{queue=~"fast\\\\.1"}': ['w1'] }
    const { bindings, waiting } = resolve([worker, queue], { vars: { queue: ['fast.1'] }, texts })
    expect(waiting).toEqual([])
    expect(bindings.get('worker')?.values).toEqual(['w1'])
  })

  it('wait for the parent first', () => {
    expect(resolve([worker, queue]).waiting.map((question) => question.kind === 'labelValues' && question.of)).toEqual([
      'queue',
    ])
  })

  it('a circle is told, and a child of what has no values too', () => {
    const a = { ...worker, name: 'a', match: 'x{b="$b"}' }
    const b = { ...worker, name: 'b', match: 'x{a="$a"}' }
    const { problems, bindings } = resolve([a, b])
    expect(problems.get('a') ?? problems.get('b')).toContain('refers to itself')
    expect(bindings.size).toBe(0)
    const lost = resolve([queue, worker], { texts: { 'queue of queue_depth': [] } })
    expect(lost.problems.get('queue')).toContain('has no values')
    expect(lost.problems.get('worker')).toContain('needs the variable "queue"')
  })
})

describe('answers', () => {
  it('a failure is a problem only where the options are needed', () => {
    const texts = { 'queue of queue_depth': 'Prometheus does not answer.' }
    expect(resolve([queue], { texts }).problems.get('queue')).toContain('Prometheus does not answer.')
    expect(resolve([queue], { texts, vars: { queue: ['a'] } }).bindings.get('queue')?.values).toEqual(['a'])
  })

  it.each([
    ['', ['b', 'a'], ['a', 'b']],
    ['^api-', ['api-1', 'web'], ['api-1']],
    ['/pod="([^"]+)"/', ['up{pod="x"} 1 2', 'up{pod="x"} 3 2', 'up{} 1 2'], ['x']],
    ['/pod="(?P<text>[a-z]+)-(?P<value>\\d+)"/', ['pod="x-2"', 'pod="y-1"'], ['2', '1']],
    ['/API/i', ['api'], ['api']],
  ])('regex %j', (regex, texts, values) => {
    const asked = { kind: 'queryResult', name: 'x', expr: 'up', regex, multi: true, all: true }
    expect(resolve([asked], { texts: { up: texts } }).bindings.get('x')?.values).toEqual(values)
  })

  it('a regular expression that is none is told', () => {
    const asked = { kind: 'queryResult', name: 'x', expr: 'up', regex: '(' }
    expect(resolve([asked], { texts: { up: ['a'] } }).problems.get('x')).toContain('cannot be read')
  })
})
