import { alertsAt, type World } from './world'

export interface Silence {
  readonly id: string
  readonly matchers: readonly {
    readonly name: string
    readonly value: string
    readonly isRegex: boolean
    readonly isEqual?: boolean
  }[]
  readonly startsAt: string
  readonly endsAt: string
  readonly createdBy: string
  readonly comment: string
  readonly updatedAt: string
}

/** As many as an Alertmanager keeps that forgets old ones. */
const MOST_KEPT = 20

const at = (ms: number) => new Date(ms).toISOString()

/** Silences, and alerts as they were delivered. */
export function createAlertmanager(world: World, startMs: number) {
  const silences: Silence[] = []
  let lastId = 0
  const stateOf = ({ startsAt, endsAt }: Silence, nowMs: number) =>
    nowMs >= Date.parse(endsAt) ? 'expired' : nowMs < Date.parse(startsAt) ? 'pending' : 'active'

  return {
    alerts(nowMs: number, activeOnly: boolean): readonly object[] {
      return alertsAt(world.lifeS(nowMs / 1000))
        .filter(({ state }) => state === 'firing')
        .map(({ name, severity, instance, sinceS }) => {
          const labels = { alertname: name, severity, instance }
          const by = silences.filter(
            (one) =>
              stateOf(one, nowMs) === 'active' &&
              one.matchers.every((m) => (labels as Record<string, string>)[m.name] === m.value),
          )
          return {
            fingerprint: `${name}${instance}`.replace(/\W/g, '').padEnd(16, '0').slice(0, 16),
            labels,
            annotations: { summary: `${instance} since ${at(sinceS * 1000)}` },
            startsAt: at(sinceS * 1000),
            endsAt: at(nowMs + 240_000),
            updatedAt: at(nowMs),
            generatorURL: '',
            receivers: [{ name: 'team' }],
            status: {
              state: by.length > 0 ? 'suppressed' : 'active',
              silencedBy: by.map(({ id }) => id),
              inhibitedBy: [],
            },
          }
        })
        .filter((alert) => activeOnly || alert.status.state === 'suppressed')
    },
    silences: (nowMs: number) => silences.map((one) => ({ ...one, status: { state: stateOf(one, nowMs) } })),
    put(written: Silence, nowMs: number): { readonly silenceID: string } {
      lastId += 1
      const id = written.id || `00000000-0000-4000-8000-${String(lastId).padStart(12, '0')}`
      const found = silences.findIndex((one) => one.id === id)
      if (found >= 0) silences.splice(found, 1)
      silences.push({ ...written, id, updatedAt: at(nowMs) })
      if (silences.length > MOST_KEPT) silences.shift()
      return { silenceID: id }
    },
    status: () => ({
      uptime: at(startMs - 3_600_000),
      config: { original: 'route:\n  receiver: team\nreceivers:\n- name: team\n' },
      versionInfo: { version: '0.27.0' },
      cluster: { status: 'ready', peers: [] },
    }),
  }
}
