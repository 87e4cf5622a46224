import type { Answerer } from '../judge/answer'
import { decodeAnswer } from '../judge/decode-answer'
import { toUrl } from '../judge/question-url'
import type { HttpClient } from './client'

/** Asks the real Prometheus. Rejects when it does not answer as its API promises. */
export function createPrometheusAnswerer(client: HttpClient): Answerer {
  return {
    async ask(question) {
      const { path, parameters } = toUrl(question)
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
      return decodeAnswer((await client.post(path, parameters.toString(), headers)).body)
    },
  }
}
