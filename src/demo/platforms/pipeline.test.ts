import { describe, expect, it } from 'vitest'
import { runModel } from '~/testing/run-model'
import { pipeline } from './pipeline'

/** A working day's middle, with a campaign, dear renders and failures. */
const day = runModel({ model: pipeline, from: '2026-01-28T09:00:00Z', hours: 8 })
const last = day.at(-1)
if (!last) throw new Error('nothing ran')

const PRESETS = ['social_short', 'product_demo', 'cinematic']

describe('pipeline reconciles', () => {
  it('accepted jobs are active or completed, always', () => {
    for (const { sum, time } of day) {
      const accepted = sum('api_response_time_seconds_count', { method: 'POST', status: '202' })
      expect(sum('pipeline_active_jobs'), time).toBe(accepted - sum('user_jobs_completed_total'))
    }
  })

  it.each(PRESETS)('each completed %s has a duration and a cost', (preset) => {
    const completed = last.sum('user_jobs_completed_total', { preset })
    expect(completed).toBeGreaterThan(100)
    expect(last.sum('pipeline_duration_seconds_count', { preset })).toBe(completed)
    expect(last.sum('pipeline_cost_dollars_count', { preset })).toBe(completed)
  })

  it('each success was judged once and has a size', () => {
    const good = last.sum('user_jobs_completed_total', { status: 'success' })
    expect(last.sum('qa_gate_acceptance_total')).toBe(good)
    expect(last.sum('video_output_size_bytes_count')).toBe(good)
  })

  it.each(['script', 'storyboard', 'voice', 'editor'])('each call of the agent %s has a latency', (agent) => {
    expect(last.sum('ai_agent_latency_seconds_count', { agent })).toBe(last.sum('ai_agent_calls_total', { agent }))
  })

  it('a timeout takes a minute', () => {
    const slow =
      last.sum('ai_agent_latency_seconds_bucket', { le: '60.0' }) -
      last.sum('ai_agent_latency_seconds_bucket', { le: '30.0' })
    expect(slow).toBeGreaterThanOrEqual(last.sum('ai_agent_calls_total', { status: 'timeout' }))
    expect(last.sum('ai_agent_calls_total', { status: 'timeout' })).toBeGreaterThan(5)
  })
})

describe('pipeline looks like itself', () => {
  it('a job costs some cents to a few dollars, more where it renders dear', () => {
    const costOf = (backend: string) =>
      last.sum('pipeline_cost_dollars_sum', { backend }) / last.sum('pipeline_cost_dollars_count', { backend })
    expect(costOf('comfyui')).toBeGreaterThan(0.05)
    expect(costOf('veo')).toBeGreaterThan(costOf('runway'))
    expect(costOf('veo')).toBeLessThan(3)
  })

  it('has some dozen jobs active, a campaign aside', () => {
    const active = day.map(({ sum }) => sum('pipeline_active_jobs')).sort((a, b) => a - b)
    expect(active[Math.floor(active.length / 2)]).toBeGreaterThan(10)
    expect(active[Math.floor(active.length / 2)]).toBeLessThan(40)
    expect(active.at(-1)).toBeGreaterThan(50)
  })

  it('comes to rest without traffic', () => {
    const idle = runModel({
      model: pipeline,
      from: '2026-01-28T12:00:00Z',
      hours: 2,
      asked: [{ incidentId: 'no-traffic', fromMinute: 0, toMinute: 120 }],
    })
    expect(idle.at(-1)?.sum('pipeline_active_jobs')).toBe(0)
    expect(idle.at(-1)?.sum('user_jobs_completed_total')).toBe(idle.at(-2)?.sum('user_jobs_completed_total'))
  })
})
