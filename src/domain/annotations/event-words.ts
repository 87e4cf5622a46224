import type { ProcessEvent } from '~/domain/annotations/deploys'

/** Longest name that a note shows: it stands among others. */
const MAX_NAME = 60

/** What happened, without its time, such as "restart of api (10.0.0.3:8000)". Literal text. */
export function eventWords({ job, restarts, targets, of, isDeploy }: ProcessEvent): string {
  const count = restarts.reduce((sum, restart) => sum + restart.count, 0)
  const [first] = restarts
  if (isDeploy) return `deploy of ${nameOf(job)} (${targets} of ${of} instances)`
  const what = restarts.some(({ again }) => again) ? 'restart' : 'start'
  if (targets > 1) return `${what} of ${targets} of ${of} instances of ${nameOf(job)}`
  const many = count > 1 ? `${count} ${what}s` : what
  const instance = first?.instance ?? ''
  if (job === '' || instance === '') return `${many} of ${nameOf(job === '' ? instance : job)}`
  return `${many} of ${nameOf(job)} (${nameOf(instance)})`
}

// Letters written from right to left, and marks that set the direction.
const DIRECTED = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/
const ISOLATES = /[\u2066-\u2069]/g

/**
 * A name from outside within a sentence: cut where it is long, and kept from turning the words around it when it is
 * written from right to left or pretends to be.
 */
export function nameOf(name: string): string {
  if (name === '') return 'a process'
  const short = name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name
  return DIRECTED.test(short) ? `\u2068${short.replace(ISOLATES, '')}\u2069` : short
}
