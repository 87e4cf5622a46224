import { createRandom } from '../random'
import type { Schema } from './schema'
import { pickFamily, selectFrom } from './selectors'

/** A question about label sets instead of samples. */
export interface LabelQuestion {
  readonly path: string
  readonly parameters: URLSearchParams
}

/** Faulty or empty selectors. */
const WRONG = ['', '{}', 'up{', '{job=~".*"}', 'rate(up[5m])', 'nothing', 'up{job=~"("}']

/** The question with this number: `series`, `labels` or the values of a label, with up to three selectors. */
export function generateLabelQuestion(seed: number, index: number, schema: Schema): LabelQuestion {
  const random = createRandom(`${seed}:labels:${index}`)
  const parameters = new URLSearchParams()
  for (let count = random.weighted([1, 0], [4, 1], [2, 2], [1, 3]); count > 0; count--) {
    const selector = random.chance(0.04)
      ? random.pick(WRONG)
      : selectFrom(random, schema, pickFamily(random, schema)).text
    parameters.append('match[]', selector)
  }
  // The whole of the data or nothing of it: in between Prometheus answers by chunks of 120 samples.
  const [start, end] = random.weighted(
    [8, []],
    [1, [schema.startMs, schema.endMs]],
    [1, [schema.endMs + 1000, schema.endMs + 2000]],
  )
  if (start !== undefined && end !== undefined) {
    parameters.set('start', new Date(start).toISOString())
    parameters.set('end', new Date(end).toISOString())
  }
  const label = random.pick([
    '__name__',
    'job',
    'le',
    'text',
    'missing',
    '__proto__',
    random.chance(0.1) ? 'not-valid' : 'instance',
  ])
  const path = random.pick(['series', 'labels', `label/${label}/values`])
  return { path: `/api/v1/${path}`, parameters }
}
