import type { Queryable, SeriesSlice } from '~/domain/promql/queryable'
import type { Answer, Answerer, Question } from './judge/answer'
import { decodeAnswer } from './judge/decode-answer'
import type { Excuse, Suspect } from './judge/judge'
import { installMathSwitches, withLastBitOff, withLogOfAmd64 } from './judge/math-switches'
import { toUrl } from './judge/question-url'
import type { AskOurs } from './label-run'
import { fillStore } from './store'

/** Our engine over a store of its own, and the conditions under which its answer may be another one. */
export interface Engine extends Answerer {
  readonly askAboutLabels: AskOurs
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
  const reversed: Queryable = { select: (...selection) => store.select(...selection).toReversed() }
  const moves = (why: Excuse, ask: (question: Question) => Answer): Suspect => ({ why, excuses: 'moves', ask })
  return {
    ask: async (question) => decodeAnswer((await api(toUrl(question))).body),
    askAboutLabels: async (question) => (await api(question)).body,
    plain: { ask: (question) => answerQuestion(store, question) },
    suspects: [
      moves('hangs on the last bit of a function', (asked) => withLastBitOff(1, () => answerQuestion(store, asked))),
      moves('hangs on the last bit of a function', (asked) => withLastBitOff(-1, () => answerQuestion(store, asked))),
      moves('hangs on the order of the series', (asked) => answerQuestion(reversed, asked)),
      {
        why: 'logarithm of a subnormal number on amd64',
        excuses: 'matches',
        ask: (asked) => withLogOfAmd64(() => answerQuestion(store, asked)),
      },
    ],
  }
}
