import { alertsAt, podName, TICK_S, valueAt, type World } from './world'

type Labels = Readonly<Record<string, string>>
interface Sample {
  readonly labels: Labels
  readonly value: number
}

/** `soak_lines{n="8"}`: eight series that come and go. */
const SERIES = /soak_(\w+)\{n="(\d+)"\}/

/** What an expression of the board is at a time; of all else there is nothing. */
function evaluate(world: World, expr: string, timeS: number): readonly Sample[] {
  const [, family = '', count] = SERIES.exec(expr) ?? []
  if (count !== undefined) {
    const isOne = expr.startsWith('sum(')
    if (isOne) return [{ labels: {}, value: valueAt(family.length, timeS) }]
    return Array.from({ length: Number(count) }, (_, n) => ({
      labels: { __name__: `soak_${family}`, pod: podName(family, n, world.lifeS(timeS)), zone: `z${n % 3}` },
      value: expr.includes('soak_state') ? Math.floor(valueAt(n, timeS)) % 2 : valueAt(n, timeS),
    }))
  }
  if (/^count by .*ALERTS/.test(expr)) return countAlerts(world.lifeS(timeS))
  if (expr.includes('ALERTS{')) return alertSeries(world.lifeS(timeS))
  if (expr.includes('timestamp(')) return [{ labels: {}, value: Math.floor(timeS / TICK_S) * TICK_S }]
  return []
}

function alertSeries(lifeS: number): readonly Sample[] {
  return alertsAt(lifeS).map(({ name, severity, instance, state }) => ({
    labels: { __name__: 'ALERTS', alertname: name, alertstate: state, severity, instance },
    value: 1,
  }))
}

function countAlerts(lifeS: number): readonly Sample[] {
  const counts = new Map<string, number>()
  for (const { name, severity, state } of alertsAt(lifeS)) {
    if (state === 'firing') counts.set(`${name}|${severity}`, (counts.get(`${name}|${severity}`) ?? 0) + 1)
  }
  return [...counts].map(([key, value]) => {
    const [alertname = '', severity = ''] = key.split('|')
    return { labels: { alertname, severity }, value }
  })
}

/** The data of `/api/v1/query`. */
export function instant(world: World, expr: string, timeS: number): object {
  const result = evaluate(world, expr, timeS).map(({ labels, value }) => ({
    metric: labels,
    value: [timeS, String(value)],
  }))
  return { resultType: 'vector', result }
}

/** The data of `/api/v1/query_range`. */
export function matrix(world: World, expr: string, startS: number, endS: number, stepS: number): object {
  const series = new Map<string, { metric: Labels; values: [number, string][] }>()
  for (let ms = Math.round(startS * 1000); ms <= Math.round(endS * 1000); ms += Math.round(stepS * 1000)) {
    for (const { labels, value } of evaluate(world, expr, ms / 1000)) {
      const key = Object.values(labels).join('|')
      const known = series.get(key) ?? { metric: labels, values: [] }
      known.values.push([ms / 1000, String(value)])
      series.set(key, known)
    }
  }
  return { resultType: 'matrix', result: [...series.values()] }
}

/** The data of `/api/v1/rules`. */
export function rules(world: World, timeS: number): object {
  const alerts = alertsAt(world.lifeS(timeS))
  const at = (seconds: number) => new Date(seconds * 1000).toISOString()
  const names = Array.from({ length: 8 }, (_, i) => `Soak${i}`)
  return {
    groups: [
      {
        name: 'soak',
        file: 'soak.yml',
        interval: TICK_S,
        rules: names.map((name) => {
          const own = alerts.filter((alert) => alert.name === name)
          return {
            type: 'alerting',
            name,
            query: `soak_lines{n="8"} > ${name.slice(4)}`,
            duration: 60,
            keepFiringFor: 0,
            labels: {},
            annotations: { summary: `${name} is on` },
            state: own.some(({ state }) => state === 'firing') ? 'firing' : own.length > 0 ? 'pending' : 'inactive',
            health: 'ok',
            lastEvaluation: at(timeS),
            evaluationTime: 0.001,
            alerts: own.map(({ severity, instance, sinceS, state }) => ({
              labels: { alertname: name, severity, instance },
              annotations: { summary: `${instance} since ${at(sinceS)}` },
              state,
              activeAt: at(sinceS),
              value: String(valueAt(1, timeS)),
            })),
          }
        }),
      },
    ],
  }
}
