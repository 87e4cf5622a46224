import { useRef } from 'react'

/** `useMemo` for as many parts as there happen to be. */
export function useMemoOf<Value>(make: () => Value, parts: readonly unknown[]): Value {
  const kept = useRef<{ readonly parts: readonly unknown[]; readonly value: Value } | null>(null)
  const before = kept.current
  const isSame =
    before !== null && before.parts.length === parts.length && before.parts.every((one, i) => one === parts[i])
  if (before !== null && isSame) return before.value
  const value = make()
  kept.current = { parts, value }
  return value
}
