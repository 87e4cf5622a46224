// @vitest-environment happy-dom
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { KpiTile } from '~/panels/kpi/KpiTile'
import { findPicture } from '~/panels/pictures'
import { paintInto } from './paint'

function painted(node: React.ReactNode): string {
  const host = document.createElement('div')
  paintInto(host, node)
  return host.innerHTML
}

/** React's own markup, read and written by the same document, so that both are spelt alike. */
function rendered(node: React.ReactNode): string {
  const host = document.createElement('div')
  host.innerHTML = renderToStaticMarkup(node)
  for (const { style } of host.querySelectorAll<HTMLElement>('[style]')) style.cssText = `${style.cssText}`
  return host.innerHTML
}

const live = { kind: 'live', word: 'live', reason: '', old: false } as const
const series = (name: string, values: readonly number[]) => ({
  id: `0/${name}`,
  name,
  labels: new Map([['model', name]]),
  colour: '--s1',
  values: Float64Array.from(values),
  present: new Uint8Array(values.length).fill(1),
  last: { timeMs: 1_800_000_120_000, value: values.at(-1) ?? Number.NaN },
})
const data = (...all: ReturnType<typeof series>[]) => ({
  timesMs: Float64Array.from([1_800_000_000_000, 1_800_000_060_000, 1_800_000_120_000]),
  stepMs: 60_000,
  series: all,
  evaluatedMs: 1_800_000_120_000,
})

function picture(kind: string, options: unknown, answer: ReturnType<typeof data>) {
  const found = findPicture(kind)
  if (found === undefined) throw new Error(`no picture of ${kind}`)
  const { Picture, decodeOptions } = found
  return (
    <Picture
      title="<b>Title</b> & more"
      format={{ unit: 'percent' }}
      options={decodeOptions(options)}
      data={answer}
      truth={live}
      range={{ fromMs: 1_800_000_000_000, toMs: 1_800_000_120_000 }}
      timeZone="UTC"
      cursorGroup=""
      large={false}
      onZoom={() => undefined}
    />
  )
}

const steps = [
  { value: null, status: 'ok' },
  { value: 80, status: 'crit' },
]
const hostile = '<img src=x onerror=alert(1)>'

describe('the first picture is what React will draw', () => {
  it.each<readonly [string, React.ReactNode]>([
    [
      'a stat with target and sparkline',
      picture('stat', { steps, target: { op: '>', value: 95 } }, data(series('a', [1, 2, 97]))),
    ],
    ['several stats', picture('stat', { steps }, data(series('a', [1]), series(hostile, [2])))],
    ['a gauge', picture('gauge', { min: 0, max: 100, steps }, data(series('a', [50])))],
    ['a gauge without traffic', picture('gauge', { min: 0, max: 100, steps }, data(series('a', [Number.NaN])))],
    ['lines with a legend', picture('timeseries', {}, data(series('p50', [1, 2, 3]), series('p99', [4, 5, 6])))],
    ['lines of nothing', picture('timeseries', {}, data())],
    [
      'a key figure',
      <KpiTile
        key="kpi"
        title={hostile}
        description='say "hi"'
        format={{ unit: 's' }}
        value={3}
        target={{ op: '<', value: 2 }}
        alert={{ op: '>', value: 5 }}
        truth={live}
      />,
    ],
    ['words, nothing and lists', <p key="p">{[1, ' ', null, false, true, 'x', [<b key="b">{0}</b>]]}</p>],
    ['booleans', <button key="b" type="button" disabled aria-pressed={false} data-on={true} hidden={false} />],
  ])('%s', (_, node) => {
    const mine = painted(node)
    expect(mine).toBe(rendered(node))
    expect(mine.length).toBeGreaterThan(10)
  })

  it('runs nothing and names what it cannot draw', () => {
    const press = vi.fn()
    const host = document.createElement('div')
    paintInto(host, <button type="button" onClick={press} />)
    host.querySelector('button')?.click()
    expect(press).not.toHaveBeenCalled()
    const Odd = { $$typeof: Symbol.for('react.lazy') } as unknown as () => null
    expect(() => paintInto(host, <Odd />)).toThrow('plain components')
  })

  it('calls a ref with the element', () => {
    const seen: unknown[] = []
    paintInto(document.createElement('div'), <i ref={(element) => void seen.push(element?.tagName)} />)
    expect(seen).toEqual(['I'])
  })
})
