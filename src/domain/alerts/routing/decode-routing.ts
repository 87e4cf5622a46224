import { compilePattern, patternCost } from '~/domain/promql/compile-pattern'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { YamlReader } from '~/domain/rules/yaml-reader'
import { isNull, parseYamlTree, YamlFault, type YamlNode } from '~/domain/rules/yaml-tree'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '~/domain/time/duration'
import { messageOf } from '~/lib/message-of'
import { decodeIntervals } from './decode-intervals'
import { parseMatchers } from './parse-matchers'
import {
  type InhibitRule,
  type Receiver,
  type Route,
  type RouteMatcher,
  type Routing,
  RoutingError,
} from './route-tree'

/** Aliases can name the same routes many times over. */
const MAX_ROUTES = 5_000
const MAX_MATCHERS = 50_000
/** About half a second of compiling. */
const MAX_PATTERNS_COST = 80_000

type Fields = ReadonlyMap<string, YamlNode>
type Inherited = Omit<Route, 'id' | 'matchers' | 'goesOn' | 'muteTimes' | 'activeTimes' | 'routes'>

const DEFAULTS: Inherited = {
  receiver: '',
  groupBy: [],
  groupWaitMs: 30 * SECOND_MS,
  groupIntervalMs: 5 * MINUTE_MS,
  repeatIntervalMs: 4 * HOUR_MS,
}

/**
 * Decodes what decides who is told from the configuration of an Alertmanager (YAML). A field that it does not know is left
 * alone: a newer server may have it. Throws RoutingError, with line and path of every fault.
 */
export function decodeRouting(text: string): Routing {
  const reader = new YamlReader(text)
  const decoder = new Decoder(reader)
  const routing = decoder.routing(text)
  if (routing === null || reader.issues.length > 0) throw new RoutingError(reader.issues)
  return routing
}

class Decoder {
  readonly #reader: YamlReader
  readonly #left = { routes: MAX_ROUTES, matchers: MAX_MATCHERS, cost: MAX_PATTERNS_COST }

  constructor(reader: YamlReader) {
    this.#reader = reader
  }

  routing(text: string): Routing | null {
    const reader = this.#reader
    let tree: YamlNode | null
    try {
      tree = parseYamlTree(text)
    } catch (error) {
      if (!(error instanceof YamlFault)) throw error
      reader.report(error.at, '', error.message)
      return null
    }
    const file: Fields = tree === null ? new Map() : reader.fields(tree, '', 'config.Config')
    const top = file.get('route')
    if (top === undefined || isNull(top)) {
      reader.report(0, '', 'no routes provided')
      return null
    }
    const receivers = reader
      .items(file.get('receivers'), '/receivers', '[]*config.Receiver')
      .map((node, i) => this.#receiver(node, `/receivers/${i}`))
    const root = this.#route(top, '/route', '0', DEFAULTS, new Set(receivers.map(({ name }) => name)))
    if (root.receiver === '') reader.report(top.at, '/route', 'root route must specify a default receiver')
    if (root.matchers.length > 0) reader.report(top.at, '/route', 'root route must not have any matchers')
    const inhibitRules = reader
      .items(file.get('inhibit_rules'), '/inhibit_rules', '[]*config.InhibitRule')
      .map((node, i) => this.#inhibitRule(node, `/inhibit_rules/${i}`))
    return { root, receivers, inhibitRules, intervals: decodeIntervals(file, text) }
  }

  #receiver(node: YamlNode, path: string): Receiver {
    const fields = this.#reader.fields(node, path, 'config.Receiver')
    const kinds = [...fields].flatMap(([field, value]) => {
      const kind = /^(.+)_configs$/.exec(field)?.[1]
      if (kind === undefined) return []
      return this.#reader.items(value, `${path}/${field}`, `[]*config.${kind}Config`).length === 0 ? [] : [kind]
    })
    return { name: this.#reader.text(fields.get('name'), `${path}/name`).value, kinds }
  }

  #route(node: YamlNode, path: string, id: string, outer: Inherited, receivers: ReadonlySet<string>): Route {
    const reader = this.#reader
    const fields = reader.fields(node, path, 'config.Route')
    const receiver = reader.text(fields.get('receiver'), `${path}/receiver`)
    if (receiver.value !== '' && !receivers.has(receiver.value)) {
      reader.report(receiver.at, receiver.path, `undefined receiver ${JSON.stringify(receiver.value)} used in route`)
    }
    const groupBy = this.#texts(fields, 'group_by', path)
    const inherited: Inherited = {
      receiver: receiver.value === '' ? outer.receiver : receiver.value,
      groupBy: groupBy.length === 0 ? outer.groupBy : groupBy,
      groupWaitMs: reader.duration(fields.get('group_wait'), `${path}/group_wait`) ?? outer.groupWaitMs,
      groupIntervalMs: reader.duration(fields.get('group_interval'), `${path}/group_interval`) ?? outer.groupIntervalMs,
      repeatIntervalMs:
        reader.duration(fields.get('repeat_interval'), `${path}/repeat_interval`) ?? outer.repeatIntervalMs,
    }
    const matchers = this.#matchers(fields, path, '')
    const routes: Route[] = []
    for (const [i, inner] of reader.items(fields.get('routes'), `${path}/routes`, '[]*config.Route').entries()) {
      if (this.#left.routes-- <= 0) {
        if (this.#left.routes === -1) reader.report(inner.at, path, `there are more than ${MAX_ROUTES} routes`)
        break
      }
      routes.push(this.#route(inner, `${path}/routes/${i}`, `${id}/${i}`, inherited, receivers))
    }
    return {
      id,
      matchers,
      goesOn: reader.boolean(fields.get('continue'), `${path}/continue`),
      ...inherited,
      muteTimes: this.#texts(fields, 'mute_time_intervals', path),
      activeTimes: this.#texts(fields, 'active_time_intervals', path),
      routes,
    }
  }

  #inhibitRule(node: YamlNode, path: string): InhibitRule {
    const fields = this.#reader.fields(node, path, 'config.InhibitRule')
    return {
      source: this.#matchers(fields, path, 'source_'),
      target: this.#matchers(fields, path, 'target_'),
      equal: this.#texts(fields, 'equal', path),
    }
  }

  /** The three forms in which matchers are written: `match`, `match_re` and `matchers`. */
  #matchers(fields: Fields, path: string, prefix: 'source_' | 'target_' | ''): readonly RouteMatcher[] {
    const reader = this.#reader
    const matchers: RouteMatcher[] = []
    const add = (matcher: LabelMatcher, at: number, place: string) => {
      if (this.#left.matchers-- <= 0) {
        if (this.#left.matchers === -1) reader.report(at, place, `there are more than ${MAX_MATCHERS} matchers`)
        return
      }
      matchers.push({ ...matcher, test: this.#testOf(matcher, at, place) })
    }
    for (const [form, op] of [
      ['match', '='],
      ['match_re', '=~'],
    ] as const) {
      const place = `${path}/${prefix}${form}`
      for (const [name, { value, at, path }] of reader.texts(fields.get(prefix + form), place)) {
        add({ name, op, value }, at, path)
      }
    }
    const place = `${path}/${prefix}matchers`
    for (const [i, node] of reader.items(fields.get(`${prefix}matchers`), place, '[]string').entries()) {
      const { value, at, path } = reader.text(node, `${place}/${i}`)
      const found = parseMatchers(value)
      if (found.ok) for (const matcher of found.value) add(matcher, at, path)
      else reader.report(at, path, found.message)
    }
    return matchers
  }

  #testOf({ op, value }: LabelMatcher, at: number, path: string): (text: string) => boolean {
    if (op === '=') return (text) => text === value
    if (op === '!=') return (text) => text !== value
    try {
      this.#left.cost -= patternCost(value)
      if (this.#left.cost < 0) throw new Error('the regular expressions of the file are too many to be compiled here')
      const test = compilePattern(value)
      return op === '=~' ? test : (text) => !test(text)
    } catch (error) {
      this.#reader.report(at, path, messageOf(error))
      return () => false
    }
  }

  #texts(fields: Fields, name: string, path: string): readonly string[] {
    const place = `${path}/${name}`
    return this.#reader
      .items(fields.get(name), place, '[]string')
      .map((node, i) => this.#reader.text(node, `${place}/${i}`).value)
  }
}
