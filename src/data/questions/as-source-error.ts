import { SourceError } from '~/domain/sources'

/** What react-query calls an error; of the plane it is always a SourceError. */
export function asSourceError(error: Error | null): SourceError | null {
  if (error === null || error instanceof SourceError) return error
  return new SourceError({ kind: 'client', message: error.message })
}
