import { type ProbedSource, SourceError } from '~/domain/sources'

/** A source whose client is a chunk of its own, fetched with the first probe: it is no part of the first paint. */
export function createLateSource(
  named: Pick<ProbedSource, 'id' | 'title' | 'kind'>,
  load: () => Promise<ProbedSource>,
): ProbedSource {
  let source: ProbedSource | undefined
  return {
    ...named,
    async probe(signal) {
      try {
        source ??= await load()
      } catch {
        throw new SourceError({ kind: 'client', message: 'A part of this page could not be loaded.' })
      }
      return source.probe(signal)
    },
  }
}
