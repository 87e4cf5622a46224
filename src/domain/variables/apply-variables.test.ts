import { describe, expect, it } from 'vitest'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import { findPanel } from '~/domain/dashboards/find-panel'
import { decode } from '~/lib/decode'
import { applyVariables } from './apply-variables'
import { decodeFilters } from './filters'
import { resolveVariables } from './resolve-variables'
import { variableSchema } from './schema'

const panel = (id: string, layout: object, more: object = {}) => ({
  id,
  title: `${id} of $queue`,
  kind: 'stat',
  layout: { x: 0, y: 0, w: 12, h: 4, ...layout },
  queries: [{ expr: `${id}{queue=~"$queue"}`, legend: '{{worker}} in $queue' }],
  ...more,
})

interface Given {
  readonly panels: readonly object[]
  readonly vars?: Record<string, readonly string[]>
  readonly variables?: readonly object[]
  readonly rows?: readonly object[]
  readonly filters?: readonly string[]
  readonly more?: object
}

const queue = { kind: 'custom', name: 'queue', options: ['a', 'b', 'c/d'], multi: true, all: true, default: '$__all' }

function apply({ panels, vars = {}, variables = [queue], rows = [], filters = [], more = {} }: Given) {
  const dashboard = decodeDashboard({ schema: 1, id: 'x', title: 'X of $queue', platform: 'p', rows, panels, ...more })
  const resolution = resolveVariables(
    variables.map((variable) => decode(variableSchema, variable)),
    { vars: new Map(Object.entries(vars)), repeated: new Set(['queue']), held: () => undefined },
  )
  return applyVariables(dashboard, resolution, decodeFilters(filters))
}

const places = ({ panels }: ReturnType<typeof apply>) =>
  panels.map((entry) => {
    const { id, layout } = entry.ok ? entry.panel : entry.broken
    return [id, layout.x, layout.y, layout.w, layout.h]
  })

describe('a dashboard with its values', () => {
  it('has them in queries, titles, legends, links and options', () => {
    const given = panel(
      'depth',
      {},
      {
        description: 'Depth of $queue.',
        links: [{ title: 'To $queue', url: '/d/jobs?var-queue=$queue' }],
        options: { text: 'is $queue', columns: [{ url: '/d/q/$queue' }] },
      },
    )
    const done = apply({ panels: [given], vars: { queue: ['c/d'] } })
    expect(done.title).toBe('X of c/d')
    expect(done.panels[0]).toMatchObject({
      ok: true,
      panel: {
        title: 'depth of c/d',
        description: 'Depth of c/d.',
        queries: [{ expr: 'depth{queue=~"c/d"}', legend: '{{worker}} in c/d' }],
        links: [{ title: 'To c/d', url: '/d/jobs?var-queue=c%2Fd' }],
        options: { text: 'is c/d', columns: [{ url: '/d/q/c%2Fd' }] },
      },
    })
  })

  it('a panel whose value does not fit says so in its place, and the others live', () => {
    const text = { kind: 'text', name: 'window', default: '5m' }
    const given = [panel('good', {}), { ...panel('bad', { y: 4 }), queries: [{ expr: 'rate(x[$window])' }] }]
    const done = apply({ panels: given, variables: [queue, text], vars: { window: ['5m] or x[5m'], queue: ['a'] } })
    expect(done.panels[0]?.ok).toBe(true)
    expect(done.panels[1]).toMatchObject({ ok: false, broken: { id: 'bad', layout: { y: 4 } } })
    const [, broken] = done.panels
    expect(broken?.ok === false && broken.broken.reason).toContain('"window"')
  })

  it('a key figure that cannot be asked is told', () => {
    const kpis = [{ id: 'k', title: 'K', expr: 'rate(x[$window])' }]
    const text = { kind: 'text', name: 'window', default: '' }
    const done = apply({ panels: [], variables: [text], more: { kpis } })
    expect(done.kpis).toEqual([])
    expect(done.kpiIssues[0]?.message).toContain('"window"')
  })

  it('filters reach panels and key figures, not the freshness', () => {
    const more = { freshness: 'max(t)', kpis: [{ id: 'k', title: 'K', expr: 'sum(k)' }] }
    const done = apply({ panels: [panel('depth', {})], vars: { queue: ['a'] }, filters: ['job|=|api'], more })
    expect(done.panels[0]).toMatchObject({ panel: { queries: [{ expr: 'depth{job="api",queue=~"a"}' }] } })
    expect(done.kpis[0]?.expr).toBe('sum(k{job="api"})')
    expect(done.freshness).toBe('max(t)')
  })
})

it('how fresh the data are is not asked with a variable that nothing stands for', () => {
  const more = { freshness: 'max(t{queue="$other"} * $window)' }
  const text = (name: string) => ({ kind: 'text', name, default: 'api' })
  expect(apply({ panels: [], variables: [text('other'), text('window')], more }).freshness).toBe(
    'max(t{queue="api"} * api)',
  )
  const vars = { window: ['1) or vector(1'] }
  expect(apply({ panels: [], variables: [text('other'), text('window')], vars, more }).freshness).toBeUndefined()
})

describe('repeats', () => {
  it('a panel stands beside its copies, wraps, and moves down what is below it', () => {
    const given = [
      panel('depth', { y: 2 }, { repeat: { by: 'queue', perRow: 2 } }),
      panel('right', { x: 12, y: 0, h: 2 }),
      panel('below', { y: 6 }),
    ]
    expect(places(apply({ panels: given }))).toEqual([
      ['right', 12, 0, 12, 2],
      ['depth@a', 0, 2, 12, 4],
      ['depth@b', 12, 2, 12, 4],
      ['depth@c/d', 0, 6, 12, 4],
      ['below', 0, 10, 12, 4],
    ])
  })

  it('each copy asks for its own value, and has an address; the old one leads to the first', () => {
    const done = apply({ panels: [panel('depth', {}, { repeat: { by: 'queue' } })] })
    expect(done.panels[2]).toMatchObject({
      panel: { id: 'depth@c/d', title: 'depth of c/d', queries: [{ expr: 'depth{queue=~"c/d"}' }] },
    })
    expect(findPanel(done, 'depth@b')).toBe(done.panels[1])
    expect(findPanel(done, 'depth')).toBe(done.panels[0])
  })

  it('downwards, each copy keeps its width', () => {
    const given = panel('depth', { x: 4, w: 6 }, { repeat: { by: 'queue', direction: 'down' } })
    expect(places(apply({ panels: [given] }))).toEqual([
      ['depth@a', 4, 0, 6, 4],
      ['depth@b', 4, 4, 6, 4],
      ['depth@c/d', 4, 8, 6, 4],
    ])
  })

  it('a row is repeated with its panels and its heading', () => {
    const rows = [
      { id: 'per', title: 'Queue $queue', y: 4, repeat: 'queue' },
      { id: 'rest', title: 'Rest', y: 9 },
    ]
    const given = [panel('top', {}), panel('depth', { y: 5 }), panel('last', { y: 10 })]
    const done = apply({ panels: given, rows, vars: { queue: ['a', 'b'] } })
    expect(done.rows.map(({ id, title, y }) => [id, title, y])).toEqual([
      ['per@a', 'Queue a', 4],
      ['per@b', 'Queue b', 9],
      ['rest', 'Rest', 14],
    ])
    expect(places(done)).toEqual([
      ['top', 0, 0, 12, 4],
      ['depth@a', 0, 5, 12, 4],
      ['depth@b', 0, 10, 12, 4],
      ['last', 0, 15, 12, 4],
    ])
    expect(done.panels[2]).toMatchObject({ panel: { queries: [{ expr: 'depth{queue=~"b"}' }] } })
  })

  it('more copies than can be read are told', () => {
    const many = { ...queue, options: Array.from({ length: 103 }, (_, i) => `q${i}`) }
    const done = apply({ panels: [panel('depth', {}, { repeat: { by: 'queue' } })], variables: [many] })
    expect(done.panels).toHaveLength(101)
    const last = done.panels.at(-1)
    expect(last?.ok === false && last.broken.reason).toContain('3 more')
  })
})
