import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { startServer } from '~/testing/http-server'
import { type RealAlertmanager, startRealAlertmanager } from '~/testing/real-alertmanager'
import { type Mail, startSmtpSink } from './smtp-sink'

const SECRETS = '/etc/alertmanager/secrets'

/** What was posted to Slack's or PagerDuty's place. */
export interface Posted {
  /** The file in secrets/ that held the address, or `pagerduty`. */
  readonly to: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface MessageWorld {
  readonly alertmanager: RealAlertmanager
  readonly mails: readonly Mail[]
  readonly posted: readonly Posted[]
  stop(): Promise<void>
}

/**
 * An Alertmanager with the operator's file, whose destinations are on 127.0.0.1: a mail server, and one that takes what goes to Slack
 * and PagerDuty. Nothing else differs but the waits, which are short, and the folder of the secrets, which holds some.
 */
export async function startMessageWorld(): Promise<MessageWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-messages-'))
  const smtp = await startSmtpSink()
  const posted: Posted[] = []
  const hooks = await startServer(async (request, response) => {
    const body = JSON.parse(await readBody(request))
    posted.push({ to: request.url?.slice(1) ?? '', body })
    // Slack answers 200, PagerDuty 202.
    response.writeHead(request.url === '/pagerduty' ? 202 : 200).end('ok')
  })

  const secrets = join(folder, 'secrets')
  mkdirSync(secrets)
  for (const name of ['slack-critical', 'slack-info', 'slack-sla', 'slack-infra']) {
    writeFileSync(join(secrets, name), `${hooks.url}/${name}\n`)
  }
  // Alertmanager cuts a line break off the others, not off the password.
  writeFileSync(join(secrets, 'smtp-password'), 'a secret')
  writeFileSync(join(secrets, 'pagerduty-routing-key'), 'a key\n')

  const shipped = parse(readFileSync('deploy/alertmanager/alertmanager.yml', 'utf8'), { merge: true })
  const config = {
    ...shipped,
    global: {
      ...shipped.global,
      smtp_smarthost: smtp.address,
      smtp_require_tls: false,
      pagerduty_url: `${hooks.url}/pagerduty`,
    },
    templates: shipped.templates.map((path: string) => resolve('deploy/alertmanager', path)),
  }
  const placed = stringify(config, { aliasDuplicateObjects: false })
    .replaceAll(SECRETS, secrets)
    .replace(/group_wait: .*/g, 'group_wait: 200ms')
    .replace(/group_interval: .*/g, 'group_interval: 500ms')
  const alertmanager = await startRealAlertmanager(placed, 'debug')
  return {
    alertmanager,
    mails: smtp.mails,
    posted,
    async stop() {
      await alertmanager.stop()
      await Promise.all([smtp.close(), hooks.close()])
      rmSync(folder, { recursive: true })
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}
