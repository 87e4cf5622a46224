import { readTexts } from '~/data/decode/texts'
import { labelsKey } from '~/domain/series/frame'
import type { PackedSets } from './packed'

/** Places of different things, in the order in which they came. */
export interface Places<Thing> {
  of(thing: Thing): number
  readonly all: readonly Thing[]
}

export function createPlaces<Thing>(keyOf: (thing: Thing) => string): Places<Thing> {
  const places = new Map<string, number>()
  const all: Thing[] = []
  return {
    all,
    of(thing) {
      const key = keyOf(thing)
      const known = places.get(key)
      if (known !== undefined) return known
      places.set(key, all.length)
      return all.push(thing) - 1
    },
  }
}

export interface SetPlaces {
  /** Place of the label set that is in this JSON; what `isKeyed` is looked up by its labels later. */
  placeOf(object: unknown, isKeyed: boolean): number
}

export interface SetPacker extends SetPlaces {
  packed(): PackedSets
  /** Places by JSON, for the next answer. */
  readonly places: ReadonlyMap<string, number>
}

/** Collects label sets; `before` are the places of those that the page has. */
export function createSetPacker(before: ReadonlyMap<string, number> | undefined): SetPacker {
  const places = new Map<string, number>()
  const [from, sizes, refs]: [number[], number[], number[]] = [[], [], []]
  const texts = createPlaces<string>((text) => text)
  const addFresh = (object: unknown, isKeyed: boolean) => {
    const labels = readTexts(object)
    sizes.push(labels.size)
    refs.push(isKeyed ? texts.of(labelsKey(labels)) : -1)
    for (const [name, value] of labels) refs.push(texts.of(name), texts.of(value))
  }
  return {
    places,
    placeOf(object, isKeyed) {
      const json = JSON.stringify(object)
      const known = places.get(json)
      if (known !== undefined) return known
      const place = places.size
      places.set(json, place)
      const old = before?.get(json) ?? -1
      from.push(old)
      if (old < 0) addFresh(object, isKeyed)
      return place
    },
    packed: () => ({
      before: Int32Array.from(from),
      sizes: Int32Array.from(sizes),
      refs: Int32Array.from(refs),
      texts: texts.all,
    }),
  }
}
