import type { Answerer } from '../judge/answer'
import { decodeAnswer } from '../judge/decode-answer'
import type { HttpClient } from './client'

/**
 * A time as the API takes it without loss. Seconds with a fraction would go through a float, and 0.29 s is 289 ms there.
 */
function printTime(timeMs: number): string {
  return new Date(timeMs).toISOString()
}

/** Asks the real Prometheus. Rejects when it does not answer as its API promises. */
export function createPrometheusAnswerer(client: HttpClient): Answerer {
  return {
    async ask(question) {
      const { expr } = question
      const body =
        question.kind === 'instant'
          ? new URLSearchParams({ query: expr, time: printTime(question.timeMs) })
          : new URLSearchParams({
              query: expr,
              start: printTime(question.startMs),
              end: printTime(question.endMs),
              step: `${question.stepMs}ms`,
            })
      const path = question.kind === 'instant' ? '/api/v1/query' : '/api/v1/query_range'
      const answer = await client.post(path, body.toString(), { 'Content-Type': 'application/x-www-form-urlencoded' })
      return decodeAnswer(answer.body)
    },
  }
}
