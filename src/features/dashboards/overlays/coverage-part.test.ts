import { expect, it } from 'vitest'
import type { QueryData } from '~/data/query-plane/query-data'
import { buildSeries } from '~/testing/panel-builders'
import { coveragePart } from './coverage-part'

const tokens = { usage: 'Language models', unpriced: 'unpriced', all: 'all' }
const answer = (values: Readonly<Record<string, number>>) =>
  ({
    tip: {
      timeMs: 0,
      samples: Object.entries(values).map(([model, value]) => ({
        labels: new Map([['model', model]]),
        key: model,
        value,
      })),
    },
  }) as unknown as QueryData
const figure = buildSeries({ name: 'a day', labels: {}, values: [1.25] })

it.each<readonly [string, QueryData | undefined, boolean, readonly (string | RegExp)[]]>([
  ['nothing is known yet', undefined, false, []],
  ['all tokens are priced', answer({}), false, [/^An estimate: all tokens of Language models/]],
  ['models that stood still', answer({ llama: 0 }), false, [/^An estimate: all tokens/]],
  ['a model without a price', answer({ llama: 25 }), true, [/at least this much: 75 % .* Without one: llama \(25/]],
])('%s', (_name, unpriced, isAtLeast, sentences) => {
  const part = coveragePart([{ query: 0, tokens, unpriced, all: answer({ '': 100 }) }], [figure])
  expect([...(part.topBounds?.values() ?? [])]).toEqual(isAtLeast ? [1.25] : [])
  expect(part.details).toEqual(sentences.map((sentence) => expect.stringMatching(sentence)))
})
