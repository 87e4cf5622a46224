import { decodeBody } from '~/domain/exposition/decode-body'
import { parseExposition } from '~/domain/exposition/parse-exposition'
import { type DocumentGroup, OPENMETRICS_DOCUMENTS, TEXT_DOCUMENTS } from '~/testing/exposition-documents'
import { mutateText } from '~/testing/mutate-text'
import { type ServedDocument, scrapeByPrometheus } from '~/testing/scrape-verdicts'

const TYPES: readonly (readonly [contentType: string, groups: readonly DocumentGroup[]])[] = [
  ['text/plain; version=0.0.4; charset=utf-8', TEXT_DOCUMENTS],
  ['application/openmetrics-text; version=1.0.0; charset=utf-8', OPENMETRICS_DOCUMENTS],
]

export interface ExpositionReport {
  readonly compared: number
  /** Taken by both. */
  readonly taken: number
  readonly differences: readonly string[]
}

/**
 * Mutates the documents of the unit tests, has a real Prometheus scrape each as a target of its own, and compares whether it takes
 * it and how many samples it reads in what it takes.
 */
export async function runExpositionConformance(seed: number, count: number): Promise<ExpositionReport> {
  const documents = Array.from({ length: count }, (_, i) => makeDocument(seed, i))
  const verdicts = await scrapeByPrometheus(documents)
  const differences: string[] = []
  let taken = 0
  documents.forEach(({ name, bytes, contentType }, i) => {
    const { faultCount, samples } = parseExposition(decodeBody(bytes), { contentType: contentType ?? null })
    const verdict = verdicts[i]
    const isTaken = faultCount === 0
    if (verdict?.isTaken !== isTaken) {
      differences.push(
        `${name}\n  ours: ${isTaken ? 'taken' : 'refused'}, theirs: ${verdict?.isTaken ? 'taken' : 'refused'}`,
      )
    } else if (isTaken && verdict.scraped !== samples.length) {
      differences.push(`${name}\n  ours: ${samples.length} samples, theirs: ${verdict.scraped}`)
    } else if (isTaken) taken++
  })
  return { compared: count, taken, differences }
}

/** One of the documents, with one to three changes that the seed decides. */
function makeDocument(seed: number, index: number): ServedDocument {
  const [contentType, groups] = TYPES[index % TYPES.length] ?? ['', []]
  const texts = groups.flatMap(([, documents]) => documents)
  let text = texts[Math.floor(index / TYPES.length) % texts.length] ?? ''
  for (let change = 0; change <= index % 3; change++) text = mutateText(text, `${seed}/${index}/${change}`)
  return {
    name: `seed ${seed}, document ${index}: ${JSON.stringify(text)}`,
    bytes: Buffer.from(text, 'latin1'),
    contentType,
  }
}
