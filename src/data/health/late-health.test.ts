import { expect, it, vi } from 'vitest'
import type { ProbedSource } from '~/domain/sources'
import { createHealthMonitor } from './health-monitor'
import { createLateHealth } from './late-health'

const source: ProbedSource = {
  id: 'prom',
  title: 'Prometheus',
  kind: 'prometheus',
  probe: async () => ({ latencyMs: 3 }),
}
const real = () => createHealthMonitor({ sources: [source], clock: { nowMs: () => 1_000 } })

it('knows nothing before it is started, and then what the monitor knows', async () => {
  const health = createLateHealth(async () => real())
  const changed = vi.fn()
  health.subscribe(changed)
  health.reportSuccess('prom', 1)
  expect(health.getSnapshot()).toEqual([])
  expect(health.getSnapshot()).toBe(health.getSnapshot())
  health.start()
  await vi.waitFor(() => expect(health.getSnapshot()[0]?.status).toBe('up'))
  expect(changed).toHaveBeenCalled()
  health.stop()
})

it('does not start what was stopped while it was on its way', async () => {
  const monitor = real()
  const start = vi.spyOn(monitor, 'start')
  const health = createLateHealth(async () => monitor)
  health.start()
  health.stop()
  await vi.waitFor(() => expect(health.getSnapshot()).toHaveLength(1))
  expect(start).not.toHaveBeenCalled()
})

it('passes recoveries on to who listened before', async () => {
  const monitor = real()
  let recover: (id: string) => void = () => undefined
  vi.spyOn(monitor, 'onRecovered').mockImplementation((listener) => {
    recover = listener
    return () => undefined
  })
  const health = createLateHealth(async () => monitor)
  const recovered = vi.fn()
  health.onRecovered(recovered)
  health.start()
  await vi.waitFor(() => expect(health.getSnapshot()).toHaveLength(1))
  recover('prom')
  expect(recovered).toHaveBeenCalledWith('prom')
  health.stop()
})

it('lives on where the code cannot be had', async () => {
  const load = vi.fn(() => Promise.reject(new Error('gone')))
  const health = createLateHealth(load)
  health.start()
  await vi.waitFor(() => expect(load).toHaveBeenCalled())
  expect(health.getSnapshot()).toEqual([])
})
