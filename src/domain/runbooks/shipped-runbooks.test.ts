import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '~/demo/platforms/day'
import { SAMPLE_PLATFORMS } from '~/demo/sample-platforms'
import { dashboardPath } from '~/domain/links/paths'
import type { Block, Inline } from '~/domain/markdown/ast'
import { parseMarkdown } from '~/domain/markdown/parse-markdown'
import type { Expr, VectorSelector } from '~/domain/promql/ast'
import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import { nodesOf } from '~/domain/promql/nodes-of'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { decodeRuleFile } from '~/domain/rules/decode-rule-file'
import type { AlertingRule } from '~/domain/rules/rule-file'
import { BURN_ALERT_NAMES } from '~/domain/slo/burn'
import type { Tsdb } from '~/domain/tsdb/tsdb'
import { sampleStore } from '~/testing/sample-store'
import { readCheckout, readShippedDashboards } from '~/testing/shipped-dashboards'

/*
 * Runbooks are read at night by somebody in a hurry. What they say of their rule, of panels and of metrics is held against the
 * rule files, the dashboards and the sample platforms, so that none of it can go stale unseen. Form: docs/runbooks.md.
 */

const SECTIONS = ['First look', 'Likely causes', 'Make it stop', 'Afterwards']
const MOST = { lines: 60, characters: 4000, seriesOfAFence: 40 }
const LEAST_LINES = 25

/** Fences that find nothing while all is well: alert, the beginning of the fence, and why. */
const MAY_BE_EMPTY: readonly (readonly [alert: string, fence: string, reason: string])[] = []

const PLATFORMS = SAMPLE_PLATFORMS.map(({ id, title }) => ({ id, title }))
const groups = PLATFORMS.flatMap(({ id, title }) =>
  decodeRuleFile(readCheckout(`deploy/prometheus/rules/${id}.yml`), id).groups.flatMap(({ rules }) =>
    rules.map((rule) => ({ platform: id, title, rule })),
  ),
)
const recorded = new Map(groups.flatMap(({ rule }) => (rule.kind === 'recording' ? [[rule.name, rule.expr]] : [])))

interface Alert {
  readonly platform: string
  readonly title: string
  readonly rule: AlertingRule
}

/** By name: two platforms have alerts of one name, which share a runbook. */
const alerts = new Map<string, readonly Alert[]>()
for (const { platform, title, rule } of groups) {
  if (rule.kind === 'alerting') alerts.set(rule.name, [...(alerts.get(rule.name) ?? []), { platform, title, rule }])
}

const files = readdirSync(fileURLToPath(new URL('../../../public/runbooks', import.meta.url))).sort()
/** Alerts that every objective has: one runbook for all, which leads to the page of the objectives in place of a panel. */
const sloAlerts: readonly string[] = Object.values(BURN_ALERT_NAMES)
const panels = new Map([
  ['/slo', 'Error budgets'],
  ...readShippedDashboards().flatMap(({ id, goodPanels }) =>
    goodPanels.map((panel) => [dashboardPath(id, panel.id), panel.title] as const),
  ),
])

interface Runbook {
  readonly name: string
  readonly source: string
  readonly blocks: readonly Block[]
  readonly cut: boolean
  readonly alerts: readonly Alert[]
}

const runbooks: readonly Runbook[] = files.map((file) => {
  const name = file.replace(/\.md$/, '')
  const source = readCheckout(`public/runbooks/${file}`)
  return { name, source, ...parseMarkdown(source), alerts: alerts.get(name) ?? [] }
})

function textOf(nodes: readonly Inline[]): string {
  const parts = nodes.map((node) => {
    if (node.kind === 'break') return '\n'
    return 'children' in node ? textOf(node.children) : node.text
  })
  return parts.join('')
}

/** Every block, those within lists and quotes too, in the order of the text. */
function allBlocks(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'list') return [block, ...block.items.flatMap(allBlocks)]
    return block.kind === 'quote' ? [block, ...allBlocks(block.blocks)] : [block]
  })
}

function inlinesOf(block: Block): readonly Inline[] {
  if (block.kind === 'heading' || block.kind === 'paragraph') return block.children
  return block.kind === 'table' ? [...block.head, ...block.rows.flat()].flat() : []
}

const allInlines = (nodes: readonly Inline[]): readonly Inline[] =>
  nodes.flatMap((node) => ('children' in node ? [node, ...allInlines(node.children)] : [node]))

const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? []

/** All that a reader is shown, and where links lead. */
function shownWords(blocks: readonly Block[]): readonly string[] {
  return allBlocks(blocks).flatMap((block) => {
    if (block.kind === 'code') return wordsOf(`${block.language} ${block.text}`)
    const links = allInlines(inlinesOf(block)).flatMap((node) => (node.kind === 'link' ? wordsOf(node.url) : []))
    return [...wordsOf(textOf(inlinesOf(block))), ...links]
  })
}

/** The blocks between a heading and the next; without a title, those before the first section. */
function sectionOf({ blocks }: Runbook, title?: string): readonly Block[] {
  const isSection = (block: Block) => block.kind === 'heading' && block.level === 2
  const from = title === undefined ? 1 : blocks.findIndex((block) => isSection(block) && headingOf(block) === title) + 1
  const length = blocks.slice(from).findIndex(isSection)
  return blocks.slice(from, length < 0 ? undefined : from + length)
}

const headingOf = (block: Block | undefined) => (block?.kind === 'heading' ? textOf(block.children) : '')
const itemsOf = (blocks: readonly Block[], ordered: boolean) =>
  blocks.flatMap((block) => (block.kind === 'list' && (block.start !== null) === ordered ? block.items : []))
const proseOf = (blocks: readonly Block[]) =>
  allBlocks(blocks)
    .map((block) => textOf(inlinesOf(block)))
    .join('\n')

const fencesOf = ({ blocks }: Runbook) =>
  allBlocks(blocks).flatMap((block) => (block.kind === 'code' && block.language === 'promql' ? [block.text] : []))

/** The sentence that says when a rule fires: where two platforms share the runbook, each has its own. */
function firesOf(runbook: Runbook, { title }: Alert): string {
  const start = runbook.alerts.length > 1 ? `On ${title}, it fires when ` : 'Fires when '
  const found = sectionOf(runbook).map((block) => textOf(inlinesOf(block)))
  return found.find((text) => text.startsWith(start)) ?? ''
}

/** An expression with the rules that record what it names, as far as it names any. */
function wholeOf(expr: Expr): readonly Expr[] {
  return [...nodesOf(expr)].flatMap((node) => {
    const source = node.kind === 'vectorSelector' ? recorded.get(node.name ?? '') : undefined
    return source === undefined ? [node] : [...nodesOf(source)]
  })
}

const COMPARISONS = new Set(['==', '!=', '>', '<', '>=', '<='])

/** The numbers of a rule. */
function numbersOf({ expr, forMs }: AlertingRule) {
  const nodes = wholeOf(expr)
  const quantiles = nodes.flatMap((node) =>
    node.kind === 'call' && node.func === 'histogram_quantile' && node.args[0]?.kind === 'number'
      ? [node.args[0].value]
      : [],
  )
  const literals = nodes.flatMap((node) => (node.kind === 'number' ? [node.value] : []))
  const windows = nodes.flatMap((node) => {
    if (node.kind === 'matrixSelector') return [node.rangeMs]
    return node.kind === 'vectorSelector' && node.offsetMs !== 0 ? [node.offsetMs] : []
  })
  const limits = nodes.flatMap((node) =>
    node.kind === 'binary' && COMPARISONS.has(node.op) && node.rhs.kind === 'number' ? [node.rhs.value] : [],
  )
  const classes = nodes.flatMap((node) =>
    node.kind === 'vectorSelector'
      ? node.matchers.flatMap(({ value }) => (/^[45]\.\.$/.test(value) ? [`${value[0]}xx`] : []))
      : [],
  )
  return { quantiles, literals, windows, limits, classes, forMs }
}

const SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  second: 1,
  seconds: 1,
  minute: 60,
  minutes: 60,
  hour: 3600,
  hours: 3600,
  day: 86_400,
  days: 86_400,
}
const QUANTITY = /(p?)(\d+(?:\.\d+)?)(?: ?(%|ms\b|seconds?\b|minutes?\b|hours?\b|days?\b|s\b))?/g
const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))
const isIn = (value: number, list: readonly number[]) => list.some((one) => close(one, value))

interface Quantity {
  readonly text: string
  /** What it may stand for in a rule: a share may be written in percent, a limit in minutes. */
  readonly readings: readonly number[]
  readonly seconds: number | null
  readonly isQuantile: boolean
}

function quantitiesOf(text: string): readonly Quantity[] {
  // A class of statuses is no number.
  return [...text.replace(/\b[45]xx\b/g, '').matchAll(QUANTITY)].map(([whole, quantile, digits, unit = '']) => {
    const value = Number(digits)
    const factor = SECONDS[unit]
    const seconds = factor === undefined ? null : value * factor
    const readings = unit === '%' ? [value, value / 100] : [seconds ?? value]
    return { text: whole, readings, seconds, isQuantile: quantile === 'p' }
  })
}

it('every alert has a runbook, and every runbook an alert', () => {
  expect([...alerts.values()].flat()).toHaveLength(80)
  expect(files).toEqual([...alerts.keys(), ...sloAlerts].map((name) => `${name}.md`).sort())
  for (const { rule } of [...alerts.values()].flat()) {
    expect(rule.annotations.get('runbook_url')).toBe(`https://lookout.example/runbooks/${rule.name}`)
  }
})

describe.each(runbooks.map((runbook) => [runbook.name, runbook] as const))('%s', (name, runbook) => {
  const { source, blocks, cut } = runbook

  it('is short and whole', () => {
    expect(cut).toBe(false)
    const lines = source.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThanOrEqual(LEAST_LINES)
    expect(lines.length).toBeLessThanOrEqual(MOST.lines)
    expect(source.length).toBeLessThanOrEqual(MOST.characters)
  })

  it('has its parts in order', () => {
    expect(blocks[0]).toMatchObject({ kind: 'heading', level: 1 })
    expect(headingOf(blocks[0])).toBe(name)
    const headings = allBlocks(blocks).filter(({ kind }) => kind === 'heading')
    expect(headings.map(headingOf)).toEqual([name, ...SECTIONS])

    const steps = itemsOf(sectionOf(runbook, 'First look'), true)
    expect(steps.length).toBeGreaterThanOrEqual(2)
    expect(steps.length).toBeLessThanOrEqual(5)
    for (const step of steps) expect(proseOf(step), 'each step decides something').toMatch(/\bif\b/i)

    const causes = itemsOf(sectionOf(runbook, 'Likely causes'), true)
    expect(causes.length).toBeGreaterThanOrEqual(2)
    for (const cause of causes) {
      expect(proseOf(cause)).toContain('Confirm: ')
      expect(proseOf(cause)).toContain('Do: ')
    }

    const stops = itemsOf(sectionOf(runbook, 'Make it stop'), false).map(proseOf)
    expect(stops.some((text) => text.includes('Cost: '))).toBe(true)
    expect(stops.some((text) => text.startsWith('Never '))).toBe(true)
    expect(itemsOf(sectionOf(runbook, 'Afterwards'), false).length).toBeGreaterThanOrEqual(2)
  })

  it.each(runbook.alerts.map((alert) => [alert.platform, alert] as const))('says when it fires on %s', (_id, alert) => {
    const { quantiles, literals, windows, limits, classes, forMs } = numbersOf(alert.rule)
    const fires = firesOf(runbook, alert)
    expect(fires).not.toBe('')
    const said = quantitiesOf(fires)
    const held = [...fires.matchAll(/\bfor (\d+ (?:seconds?|minutes?|hours?))\b/g)].map(([, text = '']) => text)
    expect(held.map((text) => quantitiesOf(text)[0]?.seconds)).toEqual([forMs / 1000])

    for (const limit of limits.filter((value) => value !== 0)) {
      expect(
        said.some(({ readings }) => isIn(limit, readings)),
        `the limit ${limit}`,
      ).toBe(true)
    }
    if (limits.every((value) => value === 0)) expect(fires).toMatch(/\b(?:no|not|none|nothing|any|0)\b/)
    for (const window of windows) {
      expect(
        said.some(({ seconds }) => seconds === window / 1000),
        `the window ${window} ms`,
      ).toBe(true)
    }
    for (const status of classes) expect(fires).toContain(status)
    const known = [...literals, ...limits, ...[...windows, forMs].map((ms) => ms / 1000)]
    for (const { text, readings, isQuantile } of said) {
      const isKnown = isQuantile
        ? readings.some((value) => isIn(value / 100, quantiles))
        : readings.some((value) => isIn(value, known))
      expect(isKnown, `${text} is a number of the rule`).toBe(true)
    }
  })

  it('says how urgent it is', () => {
    const intro = proseOf(sectionOf(runbook))
    for (const { rule } of runbook.alerts) {
      const severity = rule.labels.get('severity') ?? 'none'
      expect(intro.toLowerCase()).toMatch(new RegExp(`\\b${severity}\\b`))
    }
  })

  it('loses nothing as Markdown', () => {
    const written = source.replace(/^( *)\d+\. /gm, '$1')
    expect([...shownWords(blocks)].sort()).toEqual([...wordsOf(written)].sort())
    // A mark that is not closed is text.
    for (const block of allBlocks(blocks)) {
      for (const node of allInlines(inlinesOf(block))) {
        if (node.kind === 'text') expect(node.text).not.toMatch(/`|\*\*|\]\(|<\w/)
      }
    }
  })

  it('leads to panels by their titles, and to those of its rules', () => {
    const links = allBlocks(blocks)
      .flatMap((block) => allInlines(inlinesOf(block)))
      .flatMap((node) => (node.kind === 'link' ? [node] : []))
    for (const { url, children } of links) expect([url, textOf(children)]).toEqual([url, panels.get(url)])
    for (const { rule } of runbook.alerts) {
      const noteOf = (key: string) => rule.annotations.get(key) ?? ''
      expect(links.map(({ url }) => url)).toContain(dashboardPath(noteOf('dashboard'), noteOf('panel')))
    }
  })

  it('sends its reader to steps, causes and alerts that are there', () => {
    const text = proseOf(blocks)
    const counts = { step: 'First look', cause: 'Likely causes' }
    for (const [kind, section] of Object.entries(counts)) {
      const most = itemsOf(sectionOf(runbook, section), true).length
      for (const [whole, number] of text.matchAll(new RegExp(`\\b${kind} (\\d+)`, 'g'))) {
        expect(Number(number), whole).toBeLessThanOrEqual(most)
      }
    }
    for (const [whole, first = '', second] of text.matchAll(/\b[Ff]ollow ([A-Z]\w+)(?: or ([A-Z]\w+))?/g)) {
      for (const other of second === undefined ? [first] : [first, second]) {
        const platforms = (alerts.get(other) ?? []).map(({ platform }) => platform)
        expect(
          runbook.alerts.some(({ platform }) => platforms.includes(platform)),
          whole,
        ).toBe(true)
      }
    }
  })

  it('asks in place', () => expect(fencesOf(runbook).length).toBeGreaterThanOrEqual(1))
})

const SHINGLE = 8
const MOST_IN_COMMON = 0.25

it('no two say the same', () => {
  const shingles = runbooks.map(({ name, blocks }) => {
    const words = wordsOf(proseOf(blocks).toLowerCase())
    return { name, own: new Set(words.map((_, i) => words.slice(i, i + SHINGLE).join(' '))) }
  })
  const alike = shingles.flatMap((a, i) =>
    shingles.slice(i + 1).flatMap((b) => {
      const common = [...a.own].filter((one) => b.own.has(one)).length / Math.min(a.own.size, b.own.size)
      return common > MOST_IN_COMMON ? [`${a.name} and ${b.name}: ${Math.round(100 * common)} %`] : []
    }),
  )
  expect(alike).toEqual([])
})

const TO_MS = Date.parse('2026-01-28T23:20:00Z')
const SPAN = { fromMs: TO_MS - 3 * HOUR_MS, toMs: TO_MS, intervalMs: 15_000 }
const RANGE = { startMs: TO_MS - HOUR_MS, endMs: TO_MS, stepMs: MINUTE_MS }
const COUNTING = new Set(['rate', 'increase', 'resets', 'irate'])

const fences = runbooks.flatMap((runbook) =>
  fencesOf(runbook).map((text, i) => {
    const platform = /platform="(\w+)"/.exec(text)?.[1] ?? ''
    return { place: `${runbook.name} ${i}`, platform, text, runbook }
  }),
)

it('every fence is of a platform of its alert', () => {
  for (const { place, platform, runbook } of fences) {
    const isOfAll = sloAlerts.includes(runbook.name)
    expect(isOfAll ? PLATFORMS.map(({ id }) => id) : runbook.alerts.map((alert) => alert.platform), place).toContain(
      platform,
    )
  }
})

describe.each(PLATFORMS.map(({ id }) => [id] as const))('queries on %s', (platform) => {
  let tsdb: Tsdb
  beforeAll(() => {
    tsdb = sampleStore(platform, SPAN)
  })
  const own = fences.filter((fence) => fence.platform === platform)

  function samplesOf(expr: Expr): number {
    const reader = tsdb.openReader()
    try {
      const answer = evaluateInstant(expr, reader, { timeMs: TO_MS })
      expect(evaluateRange(expr, reader, RANGE).type).toBe('matrix')
      return answer.type === 'vector' ? answer.samples.length : Number.NaN
    } finally {
      reader.close()
    }
  }

  it.each(own.map((fence) => [fence.place, fence] as const))('%s', (_place, { text, runbook }) => {
    expect(text).not.toContain('$')
    const expr = parsePromql(text)
    const selectors = [...nodesOf(expr)].flatMap((node) => (node.kind === 'vectorSelector' ? [node] : []))
    expect(selectors.length).toBeGreaterThan(0)
    for (const selector of selectors) {
      expect(selector.matchers).toContainEqual({ name: 'platform', op: '=', value: platform })
      expect(samplesOf(lately(selector)), `${selector.name} with its labels exists`).toBeGreaterThan(0)
    }
    for (const node of nodesOf(expr)) {
      if (node.kind !== 'call') continue
      const counted = node.args.some((arg) => arg.kind === 'matrixSelector' && isCounter(arg.selector))
      if (counted) expect(COUNTING.has(node.func), 'a counter is read through its resets').toBe(true)
      if (node.func === 'histogram_quantile')
        expect(node.args[1]).toHaveProperty('grouping', expect.arrayContaining(['le']))
    }
    const count = samplesOf(expr)
    const mayBeEmpty = MAY_BE_EMPTY.some(([alert, start]) => alert === runbook.name && text.startsWith(start))
    if (!mayBeEmpty) expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThanOrEqual(MOST.seriesOfAFence)
  })

  /** Whether there was anything of a selector within the time that the store knows: its answer may be empty now. */
  function lately(selector: VectorSelector): Expr {
    const { span } = selector
    const plain = { ...selector, offsetMs: 0, at: undefined }
    const window = { kind: 'matrixSelector', span, selector: plain, rangeMs: 3 * HOUR_MS } as const
    return { kind: 'call', span, func: 'last_over_time', args: [window] }
  }
})

/** jobs_total is a gauge in spite of its name. */
const isCounter = ({ name = '' }: VectorSelector) => /^(?!jobs_total$).*_(?:total|sum|count|bucket)$/.test(name)
