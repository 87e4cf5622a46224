import { expect } from './fixtures'

const LASTS_MS = 3_600_000

export interface FiredAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  /** When it ends, in Unix milliseconds; in an hour unless told otherwise. */
  readonly endsMs?: number
}

export interface HeldAlert {
  readonly fingerprint: string
  readonly labels: Readonly<Record<string, string>>
  readonly receivers: readonly { readonly name: string }[]
  readonly status: { readonly state: string }
}

/** Sends an alert to an Alertmanager, as Prometheus does. */
export async function fireAlert(base: string, { labels, annotations, endsMs }: FiredAlert): Promise<void> {
  const endsAt = new Date(endsMs ?? Date.now() + LASTS_MS).toISOString()
  await post(`${base}/api/v2/alerts`, [{ labels, annotations, endsAt }])
}

/** Silences an alert by its name for an hour. */
export async function silenceAlert(base: string, alertname: string): Promise<void> {
  const nowMs = Date.now()
  await post(`${base}/api/v2/silences`, {
    matchers: [{ name: 'alertname', value: alertname, isRegex: false, isEqual: true }],
    startsAt: new Date(nowMs).toISOString(),
    endsAt: new Date(nowMs + LASTS_MS).toISOString(),
    createdBy: 'test',
    comment: 'test',
  })
}

/** The alerts that an Alertmanager has, with these values of these labels. */
export async function heldAlerts(
  base: string,
  labels: Readonly<Record<string, string>>,
): Promise<readonly HeldAlert[]> {
  const filters = Object.entries(labels).map(([name, value]) => ['filter', `${name}=${JSON.stringify(value)}`])
  const answer = await fetch(`${base}/api/v2/alerts?${new URLSearchParams(filters)}`)
  return answer.json()
}

async function post(url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
}
