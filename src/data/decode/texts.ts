import type { Labels } from '~/domain/series/frame'
import { isObject } from './envelope'

/**
 * What of a JSON object is text, by its names, such as labels and annotations; nothing of what is no object. Own keys only:
 * `__proto__` is one of them, and a legal label name.
 */
export function readTexts(object: unknown): Labels {
  const texts = new Map<string, string>()
  if (!isObject(object)) return texts
  for (const name of Object.keys(object)) {
    const value = object[name]
    if (typeof value === 'string') texts.set(name, value)
  }
  return texts
}
