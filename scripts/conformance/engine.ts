import type { SeriesSlice } from '~/domain/promql/queryable'
import type { Answerer } from './judge/answer'
import { decodeAnswer } from './judge/decode-answer'
import type { Suspect } from './judge/judge'
import { installMathSwitches, withLastBitOff } from './judge/math-switches'
import { toUrl } from './judge/question-url'
import type { AskAboutLabels } from './label-run'
import { fillStore } from './store'

/** Our engine over a store of its own, and the conditions under which its answer may be another one. */
export interface Engine extends Answerer {
  readonly askAboutLabels: AskAboutLabels
  /** The evaluator without the API. */
  readonly plain: Answerer
  readonly suspects: readonly Suspect[]
}

/** Our engine over these series. */
export async function createEngine(series: readonly SeriesSlice[]): Promise<Engine> {
  // The engine is loaded when the switches are there.
  installMathSwitches()
  const { answerQuestion, createStoreApi } = await import('./answer-question')
  const store = fillStore(series)
  const api = createStoreApi(store)
  return {
    ask: async (question) => decodeAnswer((await api(toUrl(question))).body),
    askAboutLabels: async (question) => (await api(question)).body,
    plain: { ask: (question) => answerQuestion(store, question) },
    suspects: ([1, -1] as const).map((bits) => ({
      why: 'hangs on the last bit of a function',
      ask: (question) => withLastBitOff(bits, () => answerQuestion(store, question)),
    })),
  }
}
