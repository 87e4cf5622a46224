import type { Incident } from '../platform-model'
import { daily, every } from './day'

/*
 * Each third hour at :50 renders fail, so that whoever watches for a while sees an alert fire and resolve; the others come once
 * to four times a day, between those of the other platforms. All times are UTC. A title names the alerts that fire.
 */
export const PIPELINE_INCIDENTS: readonly Incident[] = [
  {
    id: 'render-failures',
    title: 'A backend loses renders: RenderFailures',
    recurs: every(3, '0:50', 8),
    effects: { 'render.failures.comfyui': { to: 1.4 } },
  },
  {
    id: 'agent-timeouts',
    title: 'The model behind two agents hangs: AIAgentTimeouts',
    recurs: every(6, '1:25', 11),
    effects: { 'agents.timeout.script': { to: 0.55 }, 'agents.timeout.storyboard': { to: 0.55 } },
  },
  {
    id: 'consumers-stuck',
    title: 'Consumers take no render requests: PubSubQueueDepth',
    recurs: every(6, '2:10', 12),
    effects: { 'pubsub.render.taken': { times: 0.05 } },
  },
  {
    // More consumers than ever take what was left.
    id: 'consumers-catch-up',
    title: 'Consumers catch up: PubSubQueueDepth',
    recurs: every(6, '2:22', 15),
    effects: { 'pubsub.render.taken': { times: 2 } },
  },
  {
    id: 'job-errors',
    title: 'Voices come back empty: PipelineHighErrorRate',
    recurs: every(12, '4:05', 13),
    effects: { 'jobs.failure': { to: 0.16 } },
  },
  {
    id: 'slow-database',
    title: 'A vacuum slows the database: DatabaseLatency',
    recurs: every(6, '5:10', 12),
    effects: {
      'db.latency.select': { times: 9 },
      'db.latency.insert': { times: 9 },
      'db.latency.update': { times: 9 },
    },
  },
  {
    id: 'qa-rejections',
    title: 'A new model draws six fingers: QAGateRejection',
    recurs: every(12, '2:45', 32),
    effects: { 'qa.rejection': { to: 0.38 } },
  },
  {
    id: 'slow-renders',
    title: 'Backends are busy: SLABreach',
    recurs: every(12, '8:35', 16),
    effects: {
      'jobs.work.social_short': { times: 1.5 },
      'jobs.work.product_demo': { times: 1.8 },
      'jobs.work.cinematic': { times: 2.3 },
    },
  },
  {
    id: 'pipeline-down',
    title: 'The pipeline is deployed and does not come up: PrometheusDown',
    recurs: every(12, '11:35', 4),
    effects: {},
    targets: { pipeline: { down: true } },
  },
  {
    id: 'campaign',
    title: 'A campaign is rendered all at once: ActiveJobsSpike',
    recurs: daily('9:45', 15),
    effects: { 'jobs.rate': { times: 3.6 } },
  },
  {
    id: 'dear-renders',
    title: 'Backends render in 4K: PipelineCostThreshold',
    recurs: daily('14:00', 60),
    effects: { 'cost.comfyui': { times: 4.5 }, 'cost.runway': { times: 4.5 }, 'cost.veo': { times: 4.5 } },
  },
  {
    id: 'no-traffic',
    title: 'Nobody asks for anything: ratios have no value',
    effects: { 'jobs.rate': { to: 0 } },
  },
]
