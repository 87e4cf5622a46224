import { useMemo } from 'react'

/** The same object as before while it says the same, so that what is made of it is made once. For what is small, and plain as JSON is. */
export function useSame<Value>(value: Value): Value {
  const text = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what the value says
  return useMemo(() => value, [text])
}

/** The same object as before while its members are. Those of an object are always the same ones, and as many. */
export function useSameMembers<Value extends object>(value: Value): Value {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the members are the dependencies
  return useMemo(() => value, Object.values(value))
}
