import { messageOf } from '~/lib/message-of'
import type { RulesLoop } from './rules-loop'

/** Rules whose code is fetched when they are started; until then there are none. */
export function createLateRules(load: () => Promise<RulesLoop>): RulesLoop {
  let inner: RulesLoop | undefined
  let failure: string | undefined
  let isStopped = false
  let becomeReady = () => {}
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve
  })
  return {
    start(pastMs) {
      load().then(
        (rules) => {
          inner = rules
          if (!isStopped) rules.start(pastMs)
          void rules.whenReady().then(becomeReady)
        },
        (error: unknown) => {
          failure = messageOf(error)
          becomeReady()
        },
      )
    },
    stop() {
      isStopped = true
      inner?.stop()
      becomeReady()
    },
    whenReady: () => ready,
    rules: () =>
      inner?.rules() ?? { groups: [], faults: failure === undefined ? [] : [{ file: '', message: failure }] },
    alerts: () => inner?.alerts() ?? { alerts: [] },
  }
}
