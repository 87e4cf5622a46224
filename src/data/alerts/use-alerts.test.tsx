// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { createQueryClient } from '~/data/query-client'
import { type Services, ServicesContext } from '~/data/services-context'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { AlertRule, ReceivedAlert } from '~/domain/alerts/model'
import { labelsKey } from '~/domain/series/frame'
import { SourceError } from '~/domain/sources'
import { askReceivedEarly, askRulesEarly } from './early-alerts'
import { useAlerts } from './use-alerts'

afterEach(cleanup)

const NOW_MS = 1_800_000_000_000
const REFUSED = new SourceError({ kind: 'auth', message: 'It refuses.' })
const LABELS = new Map([
  ['alertname', 'Slow'],
  ['job', 'a'],
])

const rule = {
  ...{ name: 'Slow', group: 'g', file: 'f', query: 'x > 1', forMs: 0, keepFiringMs: 0, intervalMs: 15_000 },
  ...{ state: 'firing', health: 'ok', lastError: '', evaluatedMs: NOW_MS, evaluationMs: 1 },
  ...{ labels: new Map(), annotations: new Map() },
  alerts: [{ labels: LABELS, annotations: new Map(), state: 'firing', activeMs: NOW_MS - 3_600_000, value: 2 }],
} as AlertRule
const received: ReceivedAlert = {
  ...{ fingerprint: 'f', labels: LABELS, annotations: new Map(), startsMs: 0, endsMs: 1, state: 'active' },
  ...{ receivers: ['team'], silencedBy: [], inhibitedBy: [], generatorUrl: '' },
}

/** A promise that is answered by hand. */
function later<Answer>() {
  let answer: (value: Answer) => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  const promise = new Promise<Answer>((resolve, reject) => {
    answer = resolve
    fail = reject
  })
  return { promise, answer, fail }
}

function setUp() {
  const rules = later<readonly AlertRule[]>()
  const alerts = later<readonly ReceivedAlert[]>()
  const asked: string[] = []
  const note = <Answer,>(what: string, answer: Promise<Answer>) => {
    asked.push(what)
    return answer
  }
  const series = (name: string, value: number) => {
    const labels = new Map([
      ['__name__', name],
      ...(name === 'ALERTS' ? [['alertstate', 'firing'] as const] : []),
      ...LABELS,
    ])
    return { labels, key: labelsKey(labels), value }
  }
  const samples = [series('ALERTS', 1), series('ALERTS_FOR_STATE', NOW_MS / 1000 - 60)]
  const metrics = {
    id: 'prometheus',
    ruleStates: () => note('rules', rules.promise),
    query: () => note('series', Promise.resolve({ vector: { timeMs: NOW_MS, samples } })),
  }
  const store = {
    ...{ id: 'am', title: 'Alertmanager' },
    alerts: () => note('alerts', alerts.promise),
    silences: async () => [],
    status: async () => ({ version: '', startedMs: 0, config: '', peers: 0 }),
  } as unknown as AlertStore
  const clock = { nowMs: () => NOW_MS, offsetMs: () => 0 }
  const services = { metrics, clock, alertStores: async () => [store] } as unknown as Services
  const client = createQueryClient()
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <ServicesContext value={services}>{children}</ServicesContext>
    </QueryClientProvider>
  )
  const open = () => renderHook(() => useAlerts(), { wrapper }).result
  return { rules, alerts, asked, services, open, client }
}

describe('alerts of both systems', () => {
  it('are those of Prometheus first, of which nobody says yet what became of them', async () => {
    const { rules, alerts, open } = setUp()
    const result = open()
    expect(result.current.soFar).toBeUndefined()
    await act(async () => rules.answer([rule]))
    await waitFor(() => expect(result.current.soFar).toHaveLength(1))
    expect(result.current.soFar?.[0]?.delivery).toEqual({ kind: 'unasked', why: 'delivery not known yet' })
    expect(result.current.rows).toBeUndefined()
    await act(async () => alerts.answer([received]))
    await waitFor(() => expect(result.current.rows).toHaveLength(1))
    expect(result.current.rows?.[0]?.delivery).toEqual({ kind: 'delivered', receivers: ['team'] })
    expect(result.current.soFar).toBe(result.current.rows)
  })

  it('are never those of Alertmanager alone while Prometheus may still answer', async () => {
    const { rules, alerts, open } = setUp()
    const result = open()
    await act(async () => alerts.answer([received]))
    await waitFor(() => expect(result.current.stores[0]?.alerts).toHaveLength(1))
    expect([result.current.rows, result.current.soFar]).toEqual([undefined, undefined])
    await act(async () => rules.answer([rule]))
    await waitFor(() => expect(result.current.rows).toHaveLength(1))
    expect(result.current.rows?.[0]).toMatchObject({ toldBy: 'rules', received: { fingerprint: 'f' } })
  })

  it('that were asked for before there was a page are asked for once, the Alertmanagers after what they wait for', async () => {
    const { rules, alerts, asked, services, open } = setUp()
    const told = askRulesEarly(services.metrics, services.clock)
    const heard = askReceivedEarly(services.alertStores, services.clock, told)
    await services.alertStores()
    expect(asked).toEqual(['rules'])
    rules.answer([rule])
    await heard
    expect(asked).toEqual(['rules', 'alerts'])
    alerts.answer([received])
    const result = open()
    await waitFor(() => expect(result.current.rows).toHaveLength(1))
    expect(asked).toEqual(['rules', 'alerts'])
  })

  it('are those of the series where the rules cannot be read, and the fault stays while they are asked again', async () => {
    const { rules, alerts, asked, open, client } = setUp()
    const result = open()
    await act(async () => rules.fail(REFUSED))
    await act(async () => alerts.answer([received]))
    await waitFor(() => expect(result.current.series).toBe('some'))
    expect(result.current.rows).toMatchObject([
      { toldBy: 'series', rule: null, value: null, sinceMs: NOW_MS - 60_000, delivery: { kind: 'delivered' } },
    ])
    expect(asked).toContain('series')
    const seen: boolean[] = []
    await act(async () => {
      const done = client.refetchQueries({ queryKey: ['alerts', 'rules'] })
      await Promise.resolve()
      seen.push(result.current.rulesError !== null)
      await done
    })
    expect([...seen, result.current.rulesError?.message]).toEqual([true, 'It refuses.'])
  })

  it('are not asked of the series while the rules can be read', async () => {
    const { rules, alerts, asked, open } = setUp()
    const result = open()
    await act(async () => rules.answer([rule]))
    await act(async () => alerts.answer([received]))
    await waitFor(() => expect(result.current.rows).toHaveLength(1))
    expect(asked).not.toContain('series')
    expect(result.current.series).toBe('unread')
  })
})
