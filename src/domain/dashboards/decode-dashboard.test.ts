import { describe, expect, it } from 'vitest'
import { decodeDashboard, inReadingOrder } from '~/domain/dashboards/decode-dashboard'
import { DecodeError } from '~/lib/decode'

const panel = (over: Record<string, unknown> = {}) => ({
  id: 'up',
  title: 'Up',
  kind: 'stat',
  layout: { x: 0, y: 0, w: 6, h: 4 },
  queries: [{ expr: 'up' }],
  ...over,
})
const dashboard = (over: Record<string, unknown> = {}) => ({
  schema: 1,
  id: 'a',
  title: 'A',
  platform: 'shorts',
  panels: [panel()],
  ...over,
})

describe('decodeDashboard', () => {
  it('fills the defaults of version 1', () => {
    const { panels, time, refresh, kpis } = decodeDashboard(dashboard())
    expect({ time, refresh, kpis }).toEqual({ time: { from: 'now-6h', to: 'now' }, refresh: '30s', kpis: [] })
    expect(panels[0]).toMatchObject({
      ok: true,
      panel: { unit: 'none', queries: [{ expr: 'up', legend: '', instant: false }] },
    })
  })

  it.each([
    ['another version', { schema: 2 }, '/schema: must be 1, the version of this format'],
    ['no panels', { panels: undefined }, '/panels: Invalid type: Expected Array but received undefined'],
    ['an id that is a path', { id: '../x' }, '/id: must be lower-case letters, digits and hyphens, at most 80'],
    ['a field nobody knows', { pannels: [] }, '/pannels: Invalid key: Expected never but received "pannels"'],
    ['too many panels', { panels: Array.from({ length: 501 }, () => panel()) }, '/panels: at most 500 panels'],
  ])('%s is a fault of the dashboard', (_name, over, message) => {
    expect(() => decodeDashboard(dashboard(over))).toThrow(DecodeError)
    expect(() => decodeDashboard(dashboard(over))).toThrow(message)
  })

  it.each([
    ['text', '"up"'],
    ['a list', []],
    ['null', null],
  ])('%s is not a dashboard', (_name, input) => {
    expect(() => decodeDashboard(input)).toThrow(DecodeError)
  })

  it.each([
    ['no query', { queries: [] }, '/panels/1/queries', 'needs at least one query'],
    ['no list of queries', { queries: undefined }, '/panels/1/queries', 'needs at least one query'],
    ['an empty expression', { queries: [{ expr: ' ' }] }, '/panels/1/queries/0/expr', 'must not be empty'],
    ['off the grid', { layout: { x: 24, y: 0, w: 1, h: 1 } }, '/panels/1/layout/x', undefined],
    ['not a number', { layout: { x: Number.NaN, y: 0, w: 1, h: 1 } }, '/panels/1/layout/x', undefined],
    ['the id of another', { id: 'up' }, '/panels/1/id', '"up" is the id of another panel too'],
  ])('a panel with %s is broken, the others live', (_name, over, path, message) => {
    const { panels } = decodeDashboard(
      dashboard({ panels: [panel(), panel({ id: 'other', ...over }), panel({ id: 'third' })] }),
    )
    expect(panels.map((entry) => entry.ok)).toEqual([true, false, true])
    const broken = panels[1]
    expect(broken?.ok === false && broken.broken.issues[0]?.path).toBe(path)
    if (message) expect(broken?.ok === false && broken.broken.issues[0]?.message).toBe(message)
  })

  it('a text asks nothing', () => {
    const { panels } = decodeDashboard(dashboard({ panels: [panel({ kind: 'text', queries: undefined })] }))
    expect(panels[0]).toMatchObject({ ok: true, panel: { queries: [] } })
  })

  it('names a broken tile and keeps the others', () => {
    const kpi = { id: 'k', title: 'K', expr: 'up', target: { op: '>', value: 95 } }
    const decoded = decodeDashboard(dashboard({ kpis: [{ ...kpi, target: { op: '>=', value: 1 } }, kpi] }))
    expect(decoded.kpis.map(({ id }) => id)).toEqual(['k'])
    expect(decoded.kpiIssues[0]?.path).toBe('/kpis/0/target/op')
  })

  it('keeps a hostile key out of the prototype', () => {
    const input: unknown = JSON.parse(
      JSON.stringify(dashboard({ panels: [panel({ options: { a: 1 } })] })).replace('"a":1', '"__proto__":{"evil":1}'),
    )
    expect(decodeDashboard(input).panels[0]?.ok).toBe(true)
    expect(({} as { evil?: number }).evil).toBeUndefined()
  })
})

describe('inReadingOrder', () => {
  it('goes down, then right', () => {
    const places = [
      { x: 12, y: 4 },
      { x: 0, y: 4 },
      { x: 6, y: 0 },
    ].map((place) => ({ ...place, w: 6, h: 4 }))
    expect(inReadingOrder(places, (place) => place).map(({ x, y }) => `${x},${y}`)).toEqual(['6,0', '0,4', '12,4'])
  })
})
