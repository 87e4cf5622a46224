import type { Extra, Story, Work } from './work'

/** A batch of constants for one piece of work. */
const extra = (values: Extra) => () => values

const LLM_MODELS = ['gemini-2.0-flash', 'gpt-4o-mini', 'claude-3-5-haiku']

const shortsLlm: Work = {
  span: 'llm',
  service: 'shorts-worker',
  logger: 'app.services.llm',
  function: 'complete',
  begin: { message: 'Calling the model' },
  done: 'Model answered',
  ms: 480,
  fails: {
    share: 0.012,
    during: { 'llm-errors': 0.42 },
    type: 'UpstreamError',
    message: 'model provider answered 503 Service Unavailable',
  },
  extra: ({ random }) => ({
    model: LLM_MODELS[Math.floor(random.next() * LLM_MODELS.length)] ?? '',
    tokens: 80 + Math.floor(random.next() * 400),
  }),
}

const shorts: readonly Story[] = [
  {
    weight: 4,
    method: 'POST',
    endpoint: '/api/v1/videos',
    root: {
      span: 'request',
      service: 'shorts-api',
      logger: 'app.api.main',
      function: 'create_video',
      begin: { message: 'Request received', level: 'INFO' },
      done: 'Request processed successfully',
      ms: 6,
      calls: [
        {
          span: 'cache',
          service: 'shorts-api',
          logger: 'app.services.cache',
          function: 'lookup',
          done: 'Prompt cache asked',
          ms: 2,
          extra: ({ random }) => ({ hit: random.next() < 0.6 }),
        },
        {
          span: 'job',
          service: 'shorts-worker',
          logger: 'app.workers.jobs',
          function: 'run_job',
          begin: { message: 'Job started', level: 'INFO' },
          done: 'Job completed',
          ms: 12,
          calls: [
            { ...shortsLlm, chance: 0.8 },
            {
              span: 'voice',
              service: 'shorts-worker',
              logger: 'app.services.voiceover',
              function: 'synthesise',
              done: 'Voiceover synthesised',
              ms: 220,
              chance: 0.5,
            },
            {
              span: 'render',
              service: 'shorts-renderer',
              logger: 'app.render.video',
              function: 'render',
              begin: { message: 'Rendering' },
              done: 'Video rendered',
              ms: 420,
              sigma: 0.5,
              slow: { 'slow-jobs': 20 },
              fails: { share: 0.008, type: 'RenderError', message: 'ffmpeg exited with status 1' },
              extra: extra({ preset: 'vertical-1080' }),
            },
            {
              span: 'save',
              service: 'shorts-worker',
              logger: 'app.db.videos',
              function: 'insert',
              done: 'Video saved',
              ms: 5,
              fails: {
                share: 0.0005,
                during: { 'database-errors': 0.25 },
                type: 'OperationalError',
                message: 'server closed the connection unexpectedly',
              },
            },
          ],
        },
      ],
    },
  },
  {
    weight: 3,
    method: 'GET',
    endpoint: '/api/v1/videos',
    root: {
      span: 'request',
      service: 'shorts-api',
      logger: 'app.api.main',
      function: 'list_videos',
      done: 'Request processed successfully',
      ms: 9,
      calls: [
        {
          span: 'query',
          service: 'shorts-api',
          logger: 'app.db.videos',
          function: 'select',
          done: 'Videos listed',
          ms: 14,
          fails: {
            share: 0.0005,
            during: { 'database-errors': 0.2 },
            type: 'OperationalError',
            message: 'server closed the connection unexpectedly',
          },
        },
      ],
    },
  },
]

const AGENTS = ['script', 'storyboard', 'voice', 'edit']

const pipeline: readonly Story[] = [
  {
    weight: 1,
    method: 'POST',
    endpoint: '/v1/pipelines',
    root: {
      span: 'request',
      service: 'pipeline-gateway',
      logger: 'pipeline.gateway',
      function: 'submit',
      begin: { message: 'Pipeline submitted', level: 'INFO' },
      done: 'Pipeline finished',
      ms: 8,
      calls: [
        {
          span: 'agent',
          service: 'pipeline-agents',
          logger: 'pipeline.agents.runner',
          function: 'run_agent',
          begin: { message: 'Agent started' },
          done: 'Agent finished',
          ms: 900,
          sigma: 0.5,
          fails: {
            share: 0.01,
            during: { 'agent-timeouts': 0.3, 'job-errors': 0.2 },
            type: 'TimeoutError',
            message: 'agent did not answer within 30 s',
          },
          extra: ({ random }) => ({ agent: AGENTS[Math.floor(random.next() * AGENTS.length)] ?? '' }),
        },
        {
          span: 'state',
          service: 'pipeline-agents',
          logger: 'pipeline.db.state',
          function: 'save_state',
          done: 'State saved',
          ms: 7,
          slow: { 'slow-database': 60 },
        },
        {
          span: 'render',
          service: 'pipeline-render',
          logger: 'pipeline.render.gpu',
          function: 'render_scene',
          begin: { message: 'Scene queued for rendering' },
          done: 'Scene rendered',
          ms: 2600,
          slow: { 'slow-renders': 4 },
          fails: {
            share: 0.012,
            during: { 'render-failures': 0.35 },
            type: 'CudaOutOfMemory',
            message: 'tried to allocate 2.50 GiB',
          },
          extra: ({ random }) => ({ gpu: Math.floor(random.next() * 4) }),
        },
        {
          span: 'qa',
          service: 'pipeline-qa',
          logger: 'pipeline.qa.checks',
          function: 'check',
          done: 'Quality checked',
          ms: 310,
          fails: {
            share: 0.01,
            during: { 'qa-rejections': 0.4 },
            type: 'QualityRejected',
            message: 'faces are out of frame in 3 of 12 shots',
          },
        },
      ],
    },
  },
]

const PRESETS = ['h264-1080p', 'h264-720p', 'av1-1080p']

const transcode: readonly Story[] = [
  {
    weight: 2,
    method: 'POST',
    endpoint: '/api/v1/jobs',
    root: {
      span: 'request',
      service: 'transcode-api',
      logger: 'app.api.v1.endpoints.jobs',
      function: 'create_job',
      done: 'Job created successfully',
      ms: 12,
      fails: {
        share: 0.006,
        during: { 'api-errors': 0.15, 'many-api-errors': 0.4 },
        type: 'ValueError',
        message: 'bad preset',
      },
      calls: [
        {
          span: 'quota',
          service: 'transcode-api',
          logger: 'app.services.quota',
          function: 'check_quota',
          done: 'Quota checked',
          ms: 4,
          fails: {
            share: 0.002,
            during: { 'rate-limits': 0.4, 'quotas-exceeded': 0.4 },
            type: 'RateLimitExceeded',
            message: '60 requests a minute are allowed for this key',
          },
        },
      ],
    },
  },
  {
    weight: 2,
    method: 'POST',
    endpoint: '/internal/jobs/run',
    root: {
      span: 'job',
      service: 'transcode-worker',
      logger: 'app.workers.transcode',
      function: 'run',
      begin: { message: 'Job picked up', level: 'INFO' },
      done: 'Job finished',
      ms: 30,
      calls: [
        {
          span: 'download',
          service: 'transcode-worker',
          logger: 'app.storage.minio',
          function: 'download',
          done: 'Source downloaded',
          ms: 800,
          slow: { 'slow-downloads': 6, 'slow-storage': 4 },
          fails: {
            share: 0.002,
            during: { 'minio-down': 0.7 },
            type: 'ConnectionError',
            message: 'minio:9000 refused the connection',
          },
        },
        {
          span: 'encode',
          service: 'transcode-worker',
          logger: 'app.ffmpeg.encode',
          function: 'encode',
          begin: { message: 'Encoding' },
          done: 'Encoded',
          ms: 9000,
          sigma: 0.6,
          fails: {
            share: 0.015,
            during: { 'job-failures': 0.25, 'many-job-failures': 0.5, 'full-disk': 0.4 },
            type: 'EncodeError',
            message: 'ffmpeg: No space left on device',
          },
          extra: ({ random }) => ({ preset: PRESETS[Math.floor(random.next() * PRESETS.length)] ?? '' }),
        },
        {
          span: 'webhook',
          service: 'transcode-worker',
          logger: 'app.webhooks.sender',
          function: 'send',
          done: 'Webhook delivered',
          ms: 140,
          fails: {
            share: 0.01,
            during: { 'webhook-failures': 0.5, 'webhook-storm': 0.3 },
            type: 'WebhookError',
            message: 'the receiver answered 410 Gone',
          },
        },
      ],
    },
  },
]

const trends: readonly Story[] = [
  {
    weight: 3,
    method: 'GET',
    endpoint: '/api/v1/trends',
    root: {
      span: 'request',
      service: 'trends-api',
      logger: 'trend_agent.api',
      function: 'get_trends',
      done: 'Request processed successfully',
      ms: 11,
      slow: { 'slow-api': 40 },
      fails: {
        share: 0.004,
        during: { 'api-errors': 0.3, 'database-down': 0.8 },
        type: 'InterfaceError',
        message: 'cannot get a connection from the pool',
      },
      calls: [
        {
          span: 'query',
          service: 'trends-api',
          logger: 'trend_agent.storage',
          function: 'query_trends',
          done: 'Trends read',
          ms: 22,
          slow: { 'slow-queries': 30 },
        },
      ],
    },
  },
  {
    weight: 1,
    method: 'POST',
    endpoint: '/api/v1/collect',
    root: {
      span: 'task',
      service: 'trends-worker',
      logger: 'trend_agent.tasks',
      function: 'collect',
      begin: { message: 'Collection started', level: 'INFO' },
      done: 'Collection finished',
      ms: 40,
      fails: {
        share: 0.01,
        during: { 'task-failures': 0.4 },
        type: 'CollectorError',
        message: 'reddit answered 429 Too Many Requests',
      },
      calls: [
        {
          span: 'rank',
          service: 'trends-worker',
          logger: 'trend_agent.ranking',
          function: 'rank',
          done: 'Trends ranked',
          ms: 350,
        },
      ],
    },
  },
]

/** What is asked of each sample platform. */
export const STORIES: Readonly<Record<string, readonly Story[]>> = { shorts, pipeline, transcode, trends }
