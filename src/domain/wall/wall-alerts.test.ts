import { describe, expect, it } from 'vitest'
import type { FiringGroup } from '~/domain/alerts/firing'
import type { AlertRule, RuleAlert } from '~/domain/alerts/model'
import { alarmedPages, type WallAlert, wallAlerts } from './wall-alerts'

function group(name: string, severity: string, platform = 'shorts', count = 1): FiringGroup {
  return { name, severity, platform, count }
}

function rule(name: string, alerts: readonly RuleAlert[], dashboard?: string): AlertRule {
  const annotations = new Map(dashboard === undefined ? [] : [['dashboard', dashboard]])
  return {
    ...{ name, annotations, alerts, group: 'g', file: 'f', query: '', forMs: 0, keepFiringMs: 0, labels: new Map() },
    ...{ state: 'firing', health: 'ok', lastError: '', evaluatedMs: 0, evaluationMs: 0, intervalMs: 0 },
  }
}

function alert(severity: string, activeMs: number, summary: string, state: RuleAlert['state'] = 'firing'): RuleAlert {
  const labels = new Map([
    ['severity', severity],
    ['platform', 'shorts'],
  ])
  return { labels, annotations: new Map([['summary', summary]]), state, activeMs, value: 1 }
}

describe('wallAlerts', () => {
  it('has what is critical first, then what is oldest, and nothing that needs nobody', () => {
    const groups = [
      group('Slow', 'warning'),
      group('Late', 'critical'),
      group('Note', 'info'),
      group('Down', 'critical'),
    ]
    const rules = [
      rule('Late', [alert('critical', 2000, 'late')]),
      rule(
        'Down',
        [alert('critical', 3000, 'young'), alert('critical', 1000, 'old'), alert('critical', 1, 'not yet', 'pending')],
        'shorts-main',
      ),
      rule('Slow', [alert('critical', 5, 'of another severity')]),
    ]
    expect(wallAlerts(groups, rules)).toEqual([
      {
        name: 'Down',
        need: 'critical',
        platform: 'shorts',
        count: 1,
        summary: 'old',
        sinceMs: 1000,
        dashboard: 'shorts-main',
      },
      { name: 'Late', need: 'critical', platform: 'shorts', count: 1, summary: 'late', sinceMs: 2000, dashboard: null },
      { name: 'Slow', need: 'warning', platform: 'shorts', count: 1, summary: '', sinceMs: null, dashboard: null },
    ])
  })

  it('tells of alerts whose rules nobody answers for', () => {
    expect(wallAlerts([group('B', 'critical'), group('A', 'odd word', '')], [])).toMatchObject([
      { name: 'B', need: 'critical', sinceMs: null },
      { name: 'A', need: 'warning', platform: '' },
    ])
  })
})

describe('alarmedPages', () => {
  const pages = [
    { dashboard: 'shorts-main', platform: 'shorts' },
    { dashboard: 'shorts-cost', platform: 'shorts' },
    { dashboard: null, platform: null },
    { dashboard: 'trends-api', platform: 'trends' },
  ]
  it.each<[string, Partial<WallAlert>, readonly number[]]>([
    ['of the dashboard that its rule names', { dashboard: 'shorts-cost' }, [1]],
    ['of its platform', { platform: 'trends' }, [3]],
    [
      'of its platform, where the dashboard is not in the list',
      { dashboard: 'trends-celery', platform: 'trends' },
      [3],
    ],
    ['the list of alerts, where nothing is of its platform', { platform: 'pipeline' }, [2]],
    ['the list of alerts, without a platform', { platform: '' }, [2]],
    ['none for a warning', { need: 'warning' }, []],
  ])('%s', (_name, one, expected) => {
    const base = {
      name: 'A',
      need: 'critical',
      platform: 'shorts',
      count: 1,
      summary: '',
      sinceMs: 0,
      dashboard: null,
    } as const
    expect([...alarmedPages(pages, [{ ...base, ...one }])]).toEqual(expected)
  })

  it('is none where no page fits', () => {
    const down = {
      name: 'A',
      need: 'critical',
      platform: 'pipeline',
      count: 1,
      summary: '',
      sinceMs: 0,
      dashboard: null,
    } as const
    expect([...alarmedPages(pages.slice(0, 2), [down])]).toEqual([])
  })
})
