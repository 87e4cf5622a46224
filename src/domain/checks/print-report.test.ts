import { expect, it } from 'vitest'
import { judge } from './judge'
import type { Observation } from './observation'
import { printReport } from './print-report'

const NOW_MS = Date.UTC(2026, 0, 1, 12)
const observed: Observation = {
  ...{ part: 'metrics', id: 'p', title: 'Prometheus', kind: 'prometheus', address: 'http://prom:9090' },
  ...{ reach: { kind: 'answers', latencyMs: 12.4 }, version: '2.42.0', clock: { offsetMs: 100, uncertaintyMs: 506 } },
  metrics: {
    targets: [
      {
        ...{ job: 'api', instance: 'a:80', url: 'http://a/metrics', health: 'down' },
        ...{ lastError: 'bad\n\u001b[2Jthing', lastScrapeMs: NOW_MS, lastTookMs: 3, intervalMs: 15_000 },
      },
    ],
    rules: null,
    alertmanagers: null,
    time: null,
    configIsGood: true,
  },
}

it('is a text for a ticket, a line an observation', () => {
  expect(printReport(judge([observed], NOW_MS))).toBe(`1 part fails. Checked 2026-01-01T12:00:00.000Z.

FAIL  Prometheus: prometheus 2.42.0, http://prom:9090, answers in 12 ms, clock +0.1 s ± 0.5 s, 0 of 1 targets up
      1 of 1 targets is down: api at a:80. First error: bad [2Jthing [targets-down]
      → Open the address of the target from where Prometheus runs, and look at what it answers.
      down: api at a:80: bad [2Jthing
`)
})
