import { type ComponentType, lazy, useState } from 'react'
import type { LateCode } from '~/lib/late-code'

/** A component whose code comes late. Where it has come already it is drawn at once: React would show what stands in for it, and that for 300 ms. */
export function lateComponent(code: LateCode<ComponentType>): ComponentType {
  const Lazy = lazy(async () => ({ default: await code.load() }))
  // biome-ignore lint/correctness/noComponentHookFactories: called once a module, like React.lazy
  return function Late() {
    // Not exchanged later: another component would begin anew.
    const [Part] = useState(() => code.loaded() ?? Lazy)
    return <Part />
  }
}
