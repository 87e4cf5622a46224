import * as v from 'valibot'
import { compilePattern } from '~/domain/promql/compile-pattern'
import { parseSelector } from '~/domain/promql/parse/parse-selector'
import * as parts from '~/domain/schema-parts'
import { messageOf } from '~/lib/message-of'

/**
 * Version 1 of `public/prices.json`. The JSON Schema for editors is generated from these decoders (`npm run schemas`), so a
 * description here is what an operator reads in the editor.
 */
const text = (description: string, most = 300) => v.pipe(parts.text(most), v.description(description))

const id = v.pipe(parts.id, v.description('Unique in this list; dashboards and budgets name it.'))

/** Dollars for 1M tokens. More than a million of them is a typing error, not a price. */
const amount = v.pipe(
  parts.finiteNumber,
  v.minValue(0, 'must not be below 0'),
  v.maxValue(1e6, 'must be at most 1,000,000'),
)
const perMillion = (what: string) => v.optional(v.pipe(amount, v.description(`${what} For 1M tokens; 0 is a price.`)))

const VALID_FROM = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/

const validFrom = v.pipe(
  v.string(),
  v.check(
    (value) => VALID_FROM.test(value) && Number.isFinite(Date.parse(value)),
    'must be a date such as "2026-01-15" (its midnight in UTC), or a time such as "2026-01-15T08:00:00+01:00"',
  ),
  v.description('From when the price holds. Left out: since ever.'),
)

/** Why a text is no RE2 pattern that can be used; undefined where it is one. */
function faultOfPattern(pattern: string): string | undefined {
  try {
    compilePattern(pattern)
    return undefined
  } catch (error) {
    return `must be a regular expression (RE2): ${messageOf(error)}`
  }
}

const pattern = v.pipe(
  text(
    'Models as a regular expression (RE2) that matches the whole name. Looked at after all exact names, in this order.',
  ),
  v.check(
    (value) => faultOfPattern(value) === undefined,
    (issue) => faultOfPattern(issue.input) ?? 'is not valid',
  ),
)

export const priceSchema = v.pipe(
  v.strictObject({
    model: v.optional(text('Exact name of the model, as the label says it.')),
    match: v.optional(pattern),
    input: perMillion('Tokens of prompts.'),
    output: perMillion('Tokens of answers.'),
    cached: perMillion('Tokens of prompts that the provider had cached.'),
    blended: perMillion('All tokens, where the metric does not tell them apart.'),
    validFrom: v.optional(validFrom),
    source: text('Where the price is from, and when it was read there.', 1000),
  }),
  v.check(({ model, match }) => (model === undefined) !== (match === undefined), 'must have either "model" or "match"'),
  v.check(
    ({ input, output, cached, blended }) => [input, output, cached, blended].some((price) => price !== undefined),
    'must have a price: "blended", or "input" and "output"',
  ),
)

/** Why a text is no selector of one metric; undefined where it is one. */
function faultOfSelector(value: string): string | undefined {
  try {
    const named = parseSelector(value).filter(({ name }) => name === '__name__')
    const isOne = named.length === 1 && named[0]?.op === '=' && named[0].value !== ''
    return isOne ? undefined : 'must name one metric, such as tokens_used_sum{platform="shorts"}'
  } catch (error) {
    return `must be a selector such as tokens_used_sum{platform="shorts"}: ${messageOf(error)}`
  }
}

const selector = (description: string) =>
  v.pipe(
    text(description, 2000),
    v.check(
      (value) => faultOfSelector(value) === undefined,
      (issue) => faultOfSelector(issue.input) ?? 'is not valid',
    ),
  )

const label = parts.labelName('model')
const values = v.optional(v.pipe(v.array(text('A value of the label.')), v.maxLength(20)), [])

const by = v.optional(
  v.strictObject({
    model: v.optional(label),
    preset: v.optional(label),
    backend: v.optional(label),
    user: v.optional(label),
  }),
  {},
)

const named = {
  id,
  platform: v.pipe(text('Id of the platform, from config.json.', 80)),
  title: text('Name on the cost page.', 120),
  by: v.pipe(by, v.description('Labels that the cost can be grouped by.')),
}

export const tokenUsageSchema = v.strictObject({
  ...named,
  tokens: selector('Counter of tokens: they are multiplied by the prices.'),
  modelLabel: v.pipe(label, v.description('Label that names the model.')),
  kindLabel: v.optional(
    v.pipe(
      v.strictObject({ label, input: values, output: values, cached: values }),
      v.description(
        'Label that tells prompts, answers and cached prompts apart, and its values. Left out: "blended" is used.',
      ),
    ),
  ),
  calls: v.optional(selector('Counter of calls of models.')),
  jobs: v.optional(selector('Counter of what the cost is spread over: cost a job.')),
  cache: v.optional(
    v.pipe(
      v.strictObject({ hits: selector('Counter of hits.'), misses: selector('Counter of misses.') }),
      v.description('The team’s own cache before the models: what it saves.'),
    ),
  ),
})

export const dollarUsageSchema = v.strictObject({
  ...named,
  dollars: selector('Counter of money that the platform itself measures, in the currency of this file.'),
  jobs: v.optional(selector('Counter of what the cost is spread over, such as pipeline_cost_dollars_count.')),
  measures: v.optional(
    v.pipe(
      id,
      v.description('Id of a usage of tokens that estimates the same money: the two are held against each other.'),
    ),
  ),
})

/** Everything but prices and usages, which are decoded one by one so that a faulty one costs only itself. */
export const priceFrameSchema = v.strictObject({
  ...parts.fileHead,
  currency: v.pipe(
    v.picklist(['USD', 'EUR', 'GBP'], 'must be "USD", "EUR" or "GBP"'),
    v.description('Of all prices, budgets and counters of money.'),
  ),
  prices: parts.listOfUnknown(500),
  usages: parts.listOfUnknown(50),
})

/** The whole file, for the generated JSON Schema. */
export const pricesSchema = v.strictObject({
  ...priceFrameSchema.entries,
  prices: v.array(priceSchema),
  usages: v.array(v.union([tokenUsageSchema, dollarUsageSchema])),
})
