import { expect, it } from 'vitest'
import { decodeConfig } from '~/domain/config/config'
import { targetsOf } from './targets'

it('asks only for targets that the configuration wants asked', () => {
  const config = decodeConfig({
    schema: 1,
    sources: {
      metrics: [
        { id: 'p', kind: 'prometheus', url: '/prometheus' },
        { id: 's', kind: 'sample' },
        {
          id: 'local',
          kind: 'scrape',
          targets: [
            { url: 'http://127.0.0.1:8000/metrics', job: 'api' },
            { url: 'http://127.0.0.1:9100/metrics', job: 'node', viaServer: true },
            { url: '/here/metrics', job: 'here', viaServer: true },
          ],
        },
      ],
    },
    dashboards: ['a'],
  })
  expect([...targetsOf(config)]).toEqual([['/scrape/local/1', 'http://127.0.0.1:9100/metrics']])
})
