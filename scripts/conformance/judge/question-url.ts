import type { Question } from './answer'

/** A request of the HTTP API. */
export interface QuestionUrl {
  readonly path: string
  readonly parameters: URLSearchParams
}

/**
 * A question as the API takes it without loss. Times in seconds with a fraction would go through a float, where 0.29 s is 289 ms.
 */
export function toUrl(question: Question): QuestionUrl {
  const time = (timeMs: number) => new Date(timeMs).toISOString()
  if (question.kind === 'instant') {
    const { expr, timeMs } = question
    return { path: '/api/v1/query', parameters: new URLSearchParams({ query: expr, time: time(timeMs) }) }
  }
  const { expr, startMs, endMs, stepMs } = question
  return {
    path: '/api/v1/query_range',
    parameters: new URLSearchParams({ query: expr, start: time(startMs), end: time(endMs), step: `${stepMs}ms` }),
  }
}
