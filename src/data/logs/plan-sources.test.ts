import { expect, it } from 'vitest'
import { followedFiles, probeAddress } from './plan-sources'

const PAGE = 'https://watch.example.org/lookout/'

it('one address is one file', () => {
  expect(followedFiles('/logs/app.log', null, PAGE)).toEqual([
    { stream: 'app.log', addresses: ['https://watch.example.org/logs/app.log'] },
  ])
})

it('files are names below an address, rotated ones behind the one that is written to', () => {
  expect(
    followedFiles('https://logs.example.org/a/', ['api.log', 'api.log.2', 'job s.log', 'api.log.1', 'x.log.1'], PAGE),
  ).toEqual([
    {
      stream: 'api.log',
      addresses: ['api.log', 'api.log.1', 'api.log.2'].map((name) => `https://logs.example.org/a/${name}`),
    },
    { stream: 'job s.log', addresses: ['https://logs.example.org/a/job%20s.log'] },
    { stream: 'x.log.1', addresses: ['https://logs.example.org/a/x.log.1'] },
  ])
})

it('a source is probed where it is read', () => {
  expect(probeAddress({ id: 'a', kind: 'jsonl', url: '/logs/app.log' })).toBe('/logs/app.log')
  expect(probeAddress({ id: 'a', kind: 'jsonl', url: '/logs', files: ['b c.log'] })).toBe('/logs/b%20c.log')
  expect(probeAddress({ id: 'a', kind: 'loki', url: '/loki', selector: '{}' })).toBe('/loki/loki/api/v1/labels')
  expect(probeAddress({ id: 'a', kind: 'sample' })).toBeUndefined()
})
