import { useSyncExternalStore } from 'react'
import type { HealthStatus, SourceHealth } from '~/data/health/source-health'
import { useServices } from '~/data/services-context'
import type { StatusMark } from '~/ui/status/tone'

/** Health of all sources, as it changes. */
export function useHealth(): readonly SourceHealth[] {
  const { health } = useServices()
  return useSyncExternalStore(health.subscribe, health.getSnapshot)
}

const MARKS: Readonly<Record<HealthStatus, StatusMark>> = {
  unknown: 'loading',
  up: 'ok',
  starting: 'info',
  down: 'broken',
}
const WORDS: Readonly<Record<HealthStatus, string>> = {
  unknown: 'asking',
  up: 'answers',
  starting: 'starting',
  down: 'does not answer',
}

export function markOf({ status }: SourceHealth): StatusMark {
  return MARKS[status]
}

/** Sentences one after the other, each with its full stop. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => (/[.!?]$/.test(part ?? '') ? part : `${part}.`))
    .join(' ')
}

/** Kinds of fault that mean silence: a proxy before a source that is away answers in its place. */
const SILENT: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'unavailable'])

/** Status in a word; a source that answers and refuses is told from one that is silent. */
export function wordOf({ status, error }: SourceHealth): string {
  if (status !== 'down' || error === undefined || SILENT.has(error.kind)) return WORDS[status]
  return error.kind === 'auth' ? 'asks to sign in' : 'fails'
}
