import { type Labels, labelsKey } from '~/domain/series/frame'

const known = new WeakMap<Labels, string>()

/** Says what `labelsKey` makes of an alert's labels, where that was worked out elsewhere. */
export function rememberKey(labels: Labels, key: string): void {
  known.set(labels, key)
}

/** `labelsKey` of an alert's labels, worked out once: each is looked up in several places, and there may be thousands. */
export function alertKey(labels: Labels): string {
  const before = known.get(labels)
  if (before !== undefined) return before
  const key = labelsKey(labels)
  known.set(labels, key)
  return key
}
