import { readFileSync } from 'node:fs'
import { Window } from 'happy-dom'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { SAMPLE_PLATFORMS } from '~/demo/sample-platforms'
import type { PostedAlert } from '~/testing/real-alertmanager'
import { type MessageWorld, startMessageWorld } from './message-sinks'
import type { Mail } from './smtp-sink'

const LOOKOUT = 'http://127.0.0.1:8080'
const HOUR_MS = 3_600_000
const STARTED_MS = Math.floor(Date.now() / 1000) * 1000 - 400_000
const PATIENCE = { timeout: 45_000, interval: 25 }
vi.setConfig({ testTimeout: 60_000 })

interface Rule {
  readonly alert: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

/** An alert as its rule sends it, with the figures that Prometheus would write into the description. */
function alertOf(
  platform: string,
  name: string,
  place: Readonly<Record<string, string>> = {},
  annotations: Readonly<Record<string, string>> = {},
): PostedAlert {
  const { groups } = parse(readFileSync(`deploy/prometheus/rules/${platform}.yml`, 'utf8'))
  const rules: readonly Rule[] = groups.flatMap((group: { rules: readonly Rule[] }) => group.rules)
  const rule = rules.find(({ alert }) => alert === name)
  if (!rule) throw new Error(`There is no rule ${name} of ${platform}.`)
  return {
    labels: { alertname: name, ...rule.labels, ...place },
    annotations: { ...rule.annotations, ...annotations },
    startsAt: new Date(STARTED_MS).toISOString(),
  }
}

/** The same, over since now. */
function ended(alert: PostedAlert): PostedAlert {
  return { ...alert, endsAt: new Date().toISOString() }
}

const linkToAlert = (name: string, platform: string) =>
  `${LOOKOUT}/alerts?${new URLSearchParams({ filter: `{alertname="${name}",platform="${platform}"}` })}`
const linkToPanel = (path: string, to: string) => `${LOOKOUT}/d/${path}?from=${STARTED_MS - HOUR_MS}&to=${to}`

let world: MessageWorld
beforeAll(async () => {
  world = await startMessageWorld()
}, 60_000)
afterAll(() => world?.stop())

const mailsTo = (address: string, alert: string) =>
  world.mails.filter(({ to, text }) => to.includes(address) && text.includes(`alertname: ${alert}\n`))
const postsTo = (to: string, alert: string) =>
  world.posted.filter((posted) => posted.to === to && JSON.stringify(posted.body).includes(alert))

async function mailTo(address: string, alert: string, subject: RegExp): Promise<Mail> {
  const wanted = () => mailsTo(address, alert).find(({ headers }) => subject.test(headers['subject'] ?? ''))
  return vi.waitFor(() => {
    const mail = wanted()
    if (!mail)
      throw new Error(`${address} has no mail ${subject} of ${alert}.\n${world.alertmanager.log().slice(-2000)}`)
    return mail
  }, PATIENCE)
}

interface Attachment {
  readonly title: string
  readonly title_link: string
  readonly text: string
  readonly color: string
  readonly fallback: string
}
async function slackTo(to: string, alert: string, title: RegExp): Promise<Attachment & { readonly channel: string }> {
  return vi.waitFor(() => {
    for (const { body } of postsTo(to, alert)) {
      const [attachment] = body['attachments'] as readonly Attachment[]
      if (attachment && title.test(attachment.title)) return { ...attachment, channel: String(body['channel']) }
    }
    throw new Error(`${to} has no message ${title} of ${alert}.\n${world.alertmanager.log().slice(-2000)}`)
  }, PATIENCE)
}

/** The page as a mail program reads it. */
function read(html: string) {
  const { document } = new Window()
  document.write(html)
  const links = [...document.querySelectorAll('a')].map(
    (link) => [link.textContent, link.getAttribute('href') ?? ''] as const,
  )
  const rows = [...document.querySelectorAll('th[scope=row]')].map(
    (head) => [head.textContent, head.parentElement?.querySelector('td')?.textContent] as const,
  )
  return { document, links: Object.fromEntries(links), all: links, rows: Object.fromEntries(rows) }
}

/** What would make a message ask for anything, run anything, or look as somebody else wants. */
function findForeign(html: string): readonly string[] {
  const { document } = read(html)
  const elements = [...document.querySelectorAll('*')]
  return elements.flatMap((element) => {
    const name = element.tagName.toLowerCase()
    const faults = /^(script|style|img|link|iframe|object|svg|form|b|base)$/.test(name) ? [name] : []
    for (const { name: attribute, value: written } of element.attributes) {
      const value = written ?? ''
      if (/^(on|src)/.test(attribute) || /url\(|@import|expression/.test(value)) faults.push(`${name} ${attribute}`)
      if (attribute === 'href' && !value.startsWith(LOOKOUT)) faults.push(value)
    }
    return faults
  })
}

describe('e-mail', () => {
  const full = alertOf(
    'transcode',
    'DiskSpaceCritical',
    { instance: 'worker-1:9100', device: '/dev/sdb', mountpoint: '/data' },
    { description: '4.2% of /data on worker-1:9100 is free; the limit is 10 %.' },
  )

  it('of a critical alert is urgent and leads to the alert, its panel at that time and its runbook', async () => {
    await world.alertmanager.post([full])
    const mail = await mailTo('on-call@team.example', 'DiskSpaceCritical', /^\[Critical]/)
    expect(mail.headers).toMatchObject({
      from: 'Lookout <lookout@team.example>',
      subject: '[Critical] DiskSpaceCritical, Transcode Flow: Less than 10 % of the data volume is free',
      importance: 'high',
      'x-priority': '1 (Highest)',
    })
    expect(mail.login).toBe('lookout@team.example:a secret')

    const { document, links, rows } = read(mail.html)
    expect(document.querySelector('h1')?.textContent).toBe('Less than 10 % of the data volume is free')
    expect(document.body.textContent).toContain('4.2% of /data on worker-1:9100 is free; the limit is 10 %.')
    expect(document.body.textContent).toContain('What to do')
    expect(mail.html).toContain('background-color:#c42b3a')
    expect(rows).toMatchObject({ component: 'storage', instance: 'worker-1:9100', mountpoint: '/data' })
    expect(links).toMatchObject({
      Alert: linkToAlert('DiskSpaceCritical', 'transcode'),
      Panel: linkToPanel('transcode-system/disk-space-available', 'now'),
      Runbook: `${LOOKOUT}/runbooks/DiskSpaceCritical`,
      dashboard: linkToPanel('transcode-system', 'now'),
    })
    for (const address of [links['Alert'], links['Panel'], links['Runbook']]) expect(mail.text).toContain(address)
    expect(mail.text).toContain('  mountpoint: /data\n')
    expect(findForeign(mail.html)).toEqual([])
  })

  it('reaches those of the component too, with all labels', async () => {
    const mail = await mailTo('storage@team.example', 'DiskSpaceCritical', /^\[Critical]/)
    const { rows } = read(mail.html)
    expect(rows).toMatchObject({ alertname: 'DiskSpaceCritical', severity: 'critical', platform: 'transcode' })
    expect(mail.html).not.toContain('What to do')
    expect(findForeign(mail.html)).toEqual([])
  })

  it('of the database goes to those of the database', async () => {
    await world.alertmanager.post([alertOf('transcode', 'HighDatabaseConnectionUsage')])
    const mail = await mailTo('database@team.example', 'HighDatabaseConnectionUsage', /^\[Warning]/)
    expect(mail.to).toEqual(['database@team.example'])
  })

  it('of jobs leads to the state of the jobs, and is a warning to the others', async () => {
    await world.alertmanager.post([alertOf('transcode', 'JobQueueBacklog', {}, { description: '182 jobs wait.' })])
    const jobs = await mailTo('jobs@team.example', 'JobQueueBacklog', /^\[Warning]/)
    expect(read(jobs.html).links).toMatchObject({
      'Active workers': `${LOOKOUT}/d/transcode-jobs/active-workers`,
      Panel: linkToPanel('transcode-jobs/jobs-in-queue', 'now'),
    })
    expect(jobs.headers).not.toHaveProperty('importance')
    const warning = await mailTo('monitoring@team.example', 'JobQueueBacklog', /^\[Warning]/)
    expect(warning.html).toContain('background-color:#8a5b00')
    expect(warning.html).not.toContain('Active workers')
    for (const { html } of [jobs, warning]) expect(findForeign(html)).toEqual([])
  })

  it('counts the alerts of a group and shows each', async () => {
    const endpoints = ['/jobs', '/uploads'].map((endpoint) =>
      alertOf('transcode', 'HighAPILatencyP95', { endpoint }, { summary: `Slow ${endpoint}`, description: endpoint }),
    )
    await world.alertmanager.post(endpoints)
    const mail = await mailTo('api@team.example', 'HighAPILatencyP95', /^\[Warning, 2 firing]/)
    expect(mail.headers['subject']).toBe('[Warning, 2 firing] HighAPILatencyP95, Transcode Flow')
    expect(read(mail.html).all.filter(([text]) => text === 'Panel')).toHaveLength(2)
    expect(mail.text).toContain('endpoint: /jobs\n')
    expect(mail.text).toContain('endpoint: /uploads\n')
  })

  it('shows the first 20 of many, and says so', async () => {
    const many = Array.from({ length: 25 }, (_, i) => alertOf('trends', 'LongRunningTask', { task_name: `task-${i}.` }))
    await world.alertmanager.post(many)
    const mail = await mailTo('monitoring@team.example', 'LongRunningTask', /25 firing/)
    expect(mail.headers['subject']).toContain('LongRunningTask, Trend Intelligence')
    for (const part of [mail.html, mail.text]) {
      expect(part).toContain('Only the first 20 are shown.')
      expect(new Set(part.match(/task-\d+\./g)).size).toBe(20)
    }
  })

  it('says when it is over, for how long it was so, and leads to that time', async () => {
    const over = ended(full)
    await world.alertmanager.post([over])
    const mail = await mailTo('on-call@team.example', 'DiskSpaceCritical', /^\[Resolved]/)
    const { document, links, rows } = read(mail.html)
    expect(mail.headers).toMatchObject({ importance: 'normal', 'x-priority': '3 (Normal)' })
    expect(mail.html).toContain('background-color:#0a7d5c')
    expect(document.querySelector('h1')?.textContent).toBe('Resolved: Less than 10 % of the data volume is free')
    expect(document.body.textContent).not.toContain('What to do')
    const seconds = Math.round((Date.parse(over.endsAt ?? '') - STARTED_MS) / 1000)
    expect(rows['ended']).toContain(` UTC, after ${Math.floor(seconds / 60)}m${seconds % 60}s`)
    const to = String(Date.parse(over.endsAt ?? '') + HOUR_MS / 4)
    expect(links['Panel']).toBe(linkToPanel('transcode-system/disk-space-available', to))
    expect(mail.text).toMatch(/^Resolved\. Less than 10 %/m)
    expect(findForeign(mail.html)).toEqual([])
  })

  it('shows what labels and annotations hold as text', async () => {
    const script = '<script>alert(1)</script>'
    const odd = `a "b" & 'c'\nd é <img src=x onerror=alert(1)>`
    await world.alertmanager.post([
      {
        labels: { alertname: 'Odd', where: odd, _: script, tag: '" onmouseover="alert(1)' },
        annotations: {
          summary: `</title>${script}\nBcc: all@team.example`,
          description: `{{ 1 }} ${script}`,
          runbook_url: 'javascript:alert(1)',
          dashboard: '"><b>../..',
          panel: 'a b/c?d#e&f',
        },
        startsAt: new Date(STARTED_MS).toISOString(),
      },
    ])
    const mail = await mailTo('monitoring@team.example', 'Odd', /^\[Firing]/)
    const { document, links, rows } = read(mail.html)
    expect(findForeign(mail.html)).toEqual([])
    expect(rows).toMatchObject({ where: odd, _: script, tag: '" onmouseover="alert(1)' })
    expect(document.body.textContent).toContain(`{{ 1 }} ${script}`)
    expect(document.title).toContain(`</title>${script}`)
    expect(mail.headers['subject']).toBe(`[Firing] Odd: </title>${script} Bcc: all@team.example`)
    expect(mail.headers).not.toHaveProperty('bcc')
    expect(mail.to).toEqual(['monitoring@team.example'])
    expect(Object.keys(links)).not.toContain('Runbook')
    const panel = new URL(links['Panel'] ?? '')
    expect(panel.pathname).toBe('/d/%22%3E%3Cb%3E..%2F../a+b%2Fc%3Fd%23e%26f')
    expect(panel.searchParams.get('to')).toBe('now')
    expect(new URL(links['Alert'] ?? '').searchParams.get('filter')).toBe('{alertname="Odd"}')
    expect(mail.text).toContain(`where: a "b" & 'c' d é <img src=x onerror=alert(1)>\n`)
  })
})

describe('Slack', () => {
  it.each([
    [
      'slack-critical',
      '#critical',
      'transcode',
      'RedisDown',
      'Critical',
      '#c42b3a',
      'transcode-system/service-health-status',
    ],
    [
      'slack-critical',
      '#critical',
      'pipeline',
      'SLABreach',
      'Critical',
      '#c42b3a',
      'pipeline-performance/sla-compliance',
    ],
    ['slack-sla', '#sla', 'pipeline', 'QAGateRejection', 'Warning', '#8a5b00', 'pipeline-sla/qa-gate-acceptance-rate'],
    ['slack-infra', '#infra', 'pipeline', 'PubSubQueueDepth', 'Warning', '#8a5b00', 'pipeline-performance/active-jobs'],
    ['slack-info', '#info', 'shorts', 'LowCacheHitRate', 'Info', '#0b69b7', 'shorts-main/cache-hit-rate'],
  ])('by %s gets to %s from %s: %s, and that it is over', async (to, channel, platform, name, status, color, panel) => {
    const alert = alertOf(platform, name, { instance: 'one:9100' }, { summary: 'So it is.', description: 'So much.' })
    const title = SAMPLE_PLATFORMS.find(({ id }) => id === platform)?.title
    await world.alertmanager.post([alert])
    const message = await slackTo(to, name, /^\[(?!Resolved)/)
    expect(message).toMatchObject({
      channel,
      color,
      title: `[${status}] ${name}, ${title}`,
      fallback: `[${status}] ${name}, ${title}`,
      title_link: linkToAlert(name, platform),
    })
    expect(message.text).toContain('*So it is.*\nSo much.\nSince ')
    expect(message.text).toContain(' `instance: one:9100`\n')
    expect(message.text).toContain(`<${linkToAlert(name, platform)}|Alert>`)
    expect(message.text).toContain(`<${linkToPanel(panel, 'now').replace('&', '&amp;')}|Panel>`)
    expect(message.text).toContain(`<${LOOKOUT}/runbooks/${name}|Runbook>`)

    await world.alertmanager.post([ended(alert)])
    const over = await slackTo(to, name, /^\[Resolved]/)
    expect(over.color).toBe('#0a7d5c')
    expect(over.text).toMatch(/^\*Resolved: So it is\.\*\nFrom .* UTC to .* UTC/)
  })

  it('shows what labels and annotations hold as text', async () => {
    await world.alertmanager.post([
      {
        labels: { alertname: 'Odd <!here>', severity: 'info', platform: 'a&b', where: '`<!channel>`\n& more' },
        annotations: {
          summary: '<https://evil.example|Lookout> & <@U1>',
          runbook_url: 'https://wiki.example/a?b=1&c=<d>|e',
        },
      },
    ])
    const { title, text, title_link } = await slackTo('slack-info', 'Odd', /./)
    expect(title).toBe('[Info] Odd &lt;!here&gt;, a&amp;b')
    expect(text).toContain('*&lt;https://evil.example|Lookout&gt; &amp; &lt;@U1&gt;*')
    expect(text).toContain("`where: '&lt;!channel&gt;' &amp; more`")
    expect(text).toContain('<https://wiki.example/a?b=1&amp;c=%3Cd%3E%7Ce|Runbook>')
    const links = text.match(/<[^>]*>/g)
    expect(links?.map((link) => link.split('|')[1])).toEqual(['Alert>', 'Runbook>'])
    expect(new URL(title_link).searchParams.get('filter')).toBe('{alertname="Odd <!here>",platform="a&b"}')
  })
})

it('PagerDuty is called, is told where to look, and is told when it is over', async () => {
  const alert = alertOf('pipeline', 'RenderFailures', {}, { description: '9 renders failed.' })
  const event = async (action: string) =>
    vi.waitFor(() => {
      const found = postsTo('pagerduty', 'RenderFailures').find(({ body }) => body['event_action'] === action)
      if (!found) throw new Error(`PagerDuty got no ${action}.\n${world.alertmanager.log().slice(-2000)}`)
      return found.body
    }, PATIENCE)
  await world.alertmanager.post([alert])
  const trigger = await event('trigger')
  expect(trigger).toMatchObject({
    routing_key: 'a key',
    client_url: linkToAlert('RenderFailures', 'pipeline'),
    payload: {
      summary: '[Critical] RenderFailures, AI Video Pipeline: Renders fail',
      severity: 'critical',
      component: 'render',
      group: 'pipeline',
      custom_details: {
        panel: linkToPanel('pipeline-sla/render-failures', 'now'),
        runbook: `${LOOKOUT}/runbooks/RenderFailures`,
      },
    },
  })
  await world.alertmanager.post([ended(alert)])
  expect((await event('resolve'))['dedup_key']).toBe(trigger['dedup_key'])
})

it('the address of Lookout is written in one place, which is where compose.yaml has it', () => {
  const files = ['alertmanager.yml', 'templates/lookout.tmpl', 'templates/email.tmpl', 'templates/slack.tmpl']
  const written = files.flatMap((file) => {
    const text = readFileSync(`deploy/alertmanager/${file}`, 'utf8')
    return [...text.matchAll(/https?:\/\/(127\.0\.0\.1|localhost)[^{"']*/g)].map(([address]) => `${file} ${address}`)
  })
  expect(written).toEqual([`templates/lookout.tmpl ${LOOKOUT}`])
  const { services } = parse(readFileSync('deploy/compose.yaml', 'utf8'), { merge: true })
  expect(services.lookout.ports).toEqual([`${new URL(LOOKOUT).host}:80`])
})
