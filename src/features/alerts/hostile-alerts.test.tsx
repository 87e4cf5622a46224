// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, describe, expect, test } from 'vitest'
import { type Services, ServicesContext } from '~/data/services-context'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { AlertRow } from '~/domain/alerts/merge-alerts'
import type { AlertRule, Silence } from '~/domain/alerts/model'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { AlertRowView } from './AlertRowView'
import { deliveryWords, sinceWords } from './alert-words'
import { RuleItem } from './rules/RuleItem'
import { createRows } from './rules/rule-rows'
import { HiddenAlerts } from './silences/HiddenAlerts'
import { SilenceCard } from './silences/SilenceCard'

const NOW_MS = 1_800_000_000_000
const PAYLOADS = [
  '<img src=x onerror=window.__pwn=1>',
  '<a href="https://evil.example" style="position:fixed;inset:0">all</a>',
  '[a](javascript:window.__pwn=1) ![b](https://evil.example/track.png)',
  '<script>window.__pwn=1</script>',
]

const services = {
  config: {
    dashboards: ['shorts-main'],
    platforms: [],
    sources: { metrics: [{ id: 'p', kind: 'prometheus', url: '/prometheus' }], alerts: [] },
  },
  clock: { nowMs: () => NOW_MS, offsetMs: () => 0 },
} as unknown as Services

afterEach(cleanup)

function show(element: ReactNode): HTMLElement {
  return render(
    <MemoryRouter>
      <ServicesContext value={services}>{element}</ServicesContext>
    </MemoryRouter>,
  ).container
}

/** Nothing of the payload became markup: neither elements nor handlers nor addresses. */
function expectText(container: HTMLElement, payload: string): void {
  expect(container.textContent).toContain(payload)
  expect(container.querySelectorAll('img, script, style, iframe, form, [style]')).toHaveLength(0)
  const handlers = [...container.querySelectorAll('*')].flatMap((one) =>
    one.getAttributeNames().filter((name) => name.startsWith('on')),
  )
  expect(handlers).toEqual([])
  const addresses = [...container.querySelectorAll('[href], [src]')].map((one) => one.getAttribute('href') ?? '')
  expect(addresses.filter((address) => !/^\/(?!\/)/.test(address))).toEqual([])
  expect(Reflect.get(window, '__pwn')).toBeUndefined()
}

function rowOf(labels: Record<string, string>, more: Partial<AlertRow> = {}): AlertRow {
  return {
    id: JSON.stringify(labels),
    name: labels['alertname'] ?? '',
    labels: new Map(Object.entries(labels)),
    annotations: new Map(),
    ...{ state: 'firing', sinceMs: NOW_MS - 60_000, value: null, rule: null, toldBy: 'alertmanager', received: null },
    delivery: { kind: 'delivered', receivers: ['team'] },
    ...more,
  }
}

const showRow = (row: AlertRow) =>
  show(
    <AlertRowView
      row={row}
      isGone={false}
      platform={undefined}
      since={sinceWords(row, NOW_MS)}
      delivery={deliveryWords(row, NOW_MS)}
      whyNoSilence="no"
    />,
  )

describe('a row of the list', () => {
  test.each([
    'javascript:window.__pwn=1',
    'JaVaScRiPt:window.__pwn=1',
    'data:text/html,<script>window.__pwn=1</script>',
    'https://evil.example/x',
  ])('H14 H15: a generatorURL is never a link: %s', (generatorUrl) => {
    const received = {
      ...{ fingerprint: '1', labels: new Map([['alertname', 'Slow']]), annotations: new Map(), startsMs: 0, endsMs: 0 },
      ...{ state: 'active' as const, receivers: ['team'], silencedBy: [], inhibitedBy: [], generatorUrl },
    }
    const container = showRow(rowOf({ alertname: 'Slow' }, { received }))
    expectText(container, 'Slow')
    expect(container.innerHTML).not.toContain(generatorUrl)
  })

  test.each(PAYLOADS)('H20 H22: an annotation is literal: %s', (payload) => {
    expectText(showRow(rowOf({ alertname: 'Slow' }, { annotations: new Map([['summary', payload]]) })), payload)
    cleanup()
    expectText(showRow(rowOf({ alertname: 'Slow', instance: payload })), payload)
    cleanup()
    expectText(showRow(rowOf({ alertname: payload })), payload)
  })

  test.each(['a', '[', '>', '*', ' '])('H21: a megabyte of %j is cut', (piece) => {
    const row = rowOf({ alertname: 'Slow' }, { annotations: new Map([['description', piece.repeat(1_000_000)]]) })
    const container = showRow(row)
    expect(container.textContent?.length).toBeLessThan(3_000)
  })

  test.each(PAYLOADS)('H25: names of receivers, and why nobody can say, are literal: %s', (payload) => {
    expectText(
      showRow(rowOf({ alertname: 'Slow' }, { delivery: { kind: 'delivered', receivers: [payload] } })),
      payload,
    )
    cleanup()
    expectText(showRow(rowOf({ alertname: 'Slow' }, { delivery: { kind: 'unasked', why: payload } })), payload)
    cleanup()
    const container = showRow(rowOf({ alertname: 'Slow' }, { delivery: { kind: 'inhibited', by: [payload, payload] } }))
    expectText(container, 'Slow')
  })
})

describe('a rule that names a runbook elsewhere', () => {
  const showRule = (url: string) => {
    const rule: AlertRule = {
      ...{ name: 'Slow', group: 'g', file: 'f', query: 'x > 1', forMs: 0, keepFiringMs: 0, lastError: '', alerts: [] },
      ...{ state: 'inactive', health: 'ok', evaluatedMs: NOW_MS, evaluationMs: 1, intervalMs: 15_000 },
      ...{ labels: new Map(), annotations: new Map([['runbook_url', url]]) },
    }
    const [row] = createRows([rule], () => ({ sight: 'clear', findings: [] }))
    if (row === undefined) throw new Error('there is no row')
    return show(<RuleItem row={row} isOpen onToggle={() => {}} />)
  }
  const elsewhere = () => screen.queryByRole('link', { name: /Runbook elsewhere/ })

  test.each([
    'javascript:window.__pwn=1',
    'JaVaScRiPt:window.__pwn=1',
    '\u0001javascript:window.__pwn=1',
    'java\nscript:window.__pwn=1',
    'javascript&colon;window.__pwn=1',
    'vbscript:x',
    'data:text/html,x',
    'blob:https://lookout.example/1',
    'file:///etc/passwd',
    'view-source:https://x.example',
    'intent://x#Intent;end',
    'https://ex\u202egro.example/',
    '//evil.example/x',
  ])('H15 H17: there is no link for %j', (url) => {
    const container = showRule(url)
    expect(elsewhere()).toBeNull()
    expect(
      [...container.querySelectorAll('a')].map((one) => one.getAttribute('href')).filter((to) => !to?.startsWith('/')),
    ).toEqual([])
  })

  test.each([
    ['https://u:p@h.example/x', 'https://h.example/x', 'h.example'],
    ['https://good.tld@evil.tld/', 'https://evil.tld/', 'evil.tld'],
  ])('H17 H28: %s loses its user, and says where it leads', (url, href, host) => {
    const container = showRule(url)
    expect(elsewhere()?.getAttribute('href')).toBe(href)
    expect(elsewhere()?.getAttribute('rel')).toBe('noopener noreferrer')
    expect(elsewhere()?.getAttribute('target')).toBe('_blank')
    expect(container.textContent).toContain(`leads to ${host}`)
  })
})

describe('silences', () => {
  test.each(PAYLOADS)('H23: what somebody else wrote is literal: %s', (payload) => {
    const silence: Silence = {
      ...{ id: '3f0a2b6c-0000-4000-8000-000000000000', startsMs: NOW_MS - 1, endsMs: NOW_MS + 60_000, updatedMs: 0 },
      ...{
        matchers: [{ name: 'job', op: '=', value: payload }],
        createdBy: payload,
        comment: payload,
        state: 'active',
      },
    }
    const store = { title: 'Alertmanager' } as AlertStore
    const container = show(
      <SilenceCard
        {...{ silence, store, hides: 1, missingOn: [payload], timeZone: 'UTC', why: null }}
        onChanged={async () => {}}
      />,
    )
    expectText(container, payload)
  })

  const matcher = (op: LabelMatcher['op'], value: string): LabelMatcher => ({ name: 'job', op, value })
  test.each([
    ['everything', [matcher('=~', '.*')], 'Hides all 2 alerts there are now.'],
    ['everything that is set', [matcher('=~', '.+')], 'Hides all 2 alerts there are now.'],
    ['nothing', [matcher('=', '')], 'Hides none of the 2 alerts there are now.'],
    ['nothing by a pattern', [matcher('=~', '')], 'Hides none of the 2 alerts there are now.'],
    ['one', [matcher('=', 'api')], 'Hides 1 of 2 alerts now.'],
  ] as const)('H24: matchers that match %s say how many alerts that is', (_, matchers, words) => {
    const rows = [rowOf({ alertname: 'Slow', job: 'api' }), rowOf({ alertname: 'Slow', job: 'web' })]
    show(<HiddenAlerts rows={rows} matchers={matchers} />)
    expect(screen.getByTestId('silence-preview').textContent).toBe(words)
  })
})
