import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeConfig } from '~/domain/config/config'
import { renderHeaders, TARGETS } from './render'

const shipped = decodeConfig(JSON.parse(readFileSync('public/config.json', 'utf8')))

const framed = decodeConfig({
  schema: 1,
  sources: { metrics: [{ id: 'p', kind: 'prometheus', url: 'https://prom.example/x' }] },
  dashboards: ['shorts-main'],
  embed: { frameAncestors: ['https://wiki.example'] },
})

it.each(TARGETS)('%s names the origins of the sources', (target) => {
  expect(renderHeaders(framed, target)).toContain("connect-src 'self' https://prom.example;")
})

it('keeps the shipped nginx file what the shipped configuration asks for', () => {
  expect(readFileSync('deploy/nginx/lookout.conf', 'utf8')).toBe(renderHeaders(shipped, 'nginx'))
})

it('keeps the nginx file of deploy/compose.yaml what its configuration asks for', () => {
  const config = decodeConfig(JSON.parse(readFileSync('deploy/lookout/config.json', 'utf8')))
  expect(readFileSync('deploy/nginx/compose.conf', 'utf8')).toBe(renderHeaders(config, 'compose'))
})

describe('who may frame', () => {
  const policies = (text: string) => [...text.matchAll(/frame-ancestors ([^;"\n]+)/g)].map(([, value]) => value?.trim())

  it.each([
    ['caddy', ["'none'", 'https://wiki.example']],
    ['apache', ["'none'", 'https://wiki.example']],
    ['netlify', ["'none'"]],
    ['meta', []],
  ] as const)('%s', (target, expected) => {
    expect(policies(renderHeaders(framed, target))).toEqual(expected)
  })

  it.each(['nginx', 'compose'] as const)('%s: one location alone', (target) => {
    const locations = renderHeaders(framed, target).split(/^ {4}location /m)
    const open = locations.filter((location) => location.includes('frame-ancestors https://wiki.example'))
    expect(open.map((location) => location.split('\n')[0])).toEqual(['^~ /embed/ {'])
  })
})
