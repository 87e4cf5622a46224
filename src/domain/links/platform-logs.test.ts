import { expect, it } from 'vitest'
import type { ConfigSources } from '~/domain/config/config'
import { checkLogQuery } from '~/domain/logs/query/compile-log-query'
import { platformLogs } from './platform-logs'
import { dashboardAtPath, platformOfStream } from './stream-platform'

const SAMPLE: ConfigSources['logs'] = [{ id: 'sample', kind: 'sample' }]
const FILES: ConfigSources['logs'] = [
  { id: 'loki', kind: 'loki', url: '/loki', selector: '{}' },
  { id: 'files', kind: 'jsonl', url: '/logs', files: ['shorts.log', 'shorts.log.1', 'trend-agent.log'] },
  { id: 'one', kind: 'jsonl', url: '/logs/transcode.log' },
]

it.each([
  [SAMPLE, 'shorts', 'stream=shorts,shorts.*', 'sample'],
  [FILES, 'shorts', 'stream=*shorts*', 'files'],
  [FILES, 'transcode', 'stream=*transcode*', 'one'],
  [FILES, 'trends', '', undefined],
  [FILES, undefined, '', undefined],
  [[], 'shorts', '', undefined],
] as const)('%j has the lines of %s by "%s"', (sources, platform, query, source) => {
  expect(platformLogs(sources, platform)).toEqual({ query, source })
  expect(checkLogQuery(query)).toBeNull()
})

it.each([
  ['shorts', 'shorts'],
  ['shorts.log', 'shorts'],
  ['{app="shorts-api"}', 'shorts'],
  ['ai-pipeline.log', 'ai-pipeline'],
  ['myshorts.log', undefined],
  ['', undefined],
])('the stream %s is of %s', (stream, platform) => {
  expect(platformOfStream(stream, [{ id: 'shorts' }, { id: 'pipeline' }, { id: 'ai-pipeline' }])).toBe(platform)
})

it('a platform has its first dashboard around a moment', () => {
  expect(dashboardAtPath(['a', 'shorts-main', 'shorts-cost'], 'shorts', 1_000_000)).toBe(
    '/d/shorts-main?from=100000&to=1900000',
  )
  expect(dashboardAtPath(['shortsx'], 'shorts', 1_000_000)).toBeNull()
})
