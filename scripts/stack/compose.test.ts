import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { decode } from '~/lib/decode'
import { findBinary, NGINX } from '../install/tools'

/** Where each program listens unless it is told otherwise; no command of deploy/compose.yaml does. */
const LISTENS: Readonly<Record<string, readonly number[]>> = {
  nginx: [80],
  'prom/prometheus': [9090],
  'prom/alertmanager': [9093],
  'jaegertracing/jaeger': [16686, 4317, 4318],
  'prom/node-exporter': [9100],
  'gcr.io/cadvisor/cadvisor': [8080],
  'prometheuscommunity/postgres-exporter': [9187],
  'oliver006/redis_exporter': [9121],
}

/** Scrape targets that are the operator's own. */
const YOURS = [
  'shorts-api:8000',
  'pipeline-api:8000',
  'pipeline-vm:9100',
  'transcode-api:8000',
  'celery-exporter:9808',
  'minio:9000',
  'airflow-statsd:9102',
  'trends-api:8000',
  'trends-worker:9540',
]

const mountSchema = v.union([
  v.pipe(
    v.string(),
    v.transform((text) => {
      const [source = '', target = '', mode] = text.split(':')
      return { type: /^[./]/.test(source) ? 'bind' : 'volume', source, target, read_only: mode === 'ro' }
    }),
  ),
  v.object({ type: v.string(), source: v.string(), target: v.string(), read_only: v.optional(v.boolean(), false) }),
])

const ComposeSchema = v.object({
  services: v.record(
    v.string(),
    v.object({
      image: v.string(),
      restart: v.string(),
      mem_limit: v.string(),
      command: v.optional(v.array(v.string()), []),
      ports: v.optional(v.array(v.string()), []),
      volumes: v.optional(v.array(mountSchema), []),
      environment: v.optional(v.record(v.string(), v.string()), {}),
      healthcheck: v.optional(v.object({ test: v.array(v.string()) })),
    }),
  ),
  volumes: v.record(v.string(), v.unknown()),
})

const Targets = v.array(v.object({ static_configs: v.array(v.object({ targets: v.array(v.string()) })) }))
const PrometheusSchema = v.object({ scrape_configs: Targets, alerting: v.object({ alertmanagers: Targets }) })

const shipped = {
  compose: readFileSync('deploy/compose.yaml', 'utf8'),
  prometheus: readFileSync('deploy/prometheus/prometheus.yml', 'utf8'),
  nginx: readFileSync('deploy/nginx/compose.conf', 'utf8'),
  env: readFileSync('deploy/.env.example', 'utf8'),
}

/** Everything that does not fit together, a line each. Parameters are the texts of the files. */
function findFaults({ compose, prometheus, nginx, env }: typeof shipped): readonly string[] {
  const { services, volumes } = decode(ComposeSchema, parse(compose, { merge: true }))
  const { scrape_configs, alerting } = decode(PrometheusSchema, parse(prometheus))
  const faults: string[] = []
  const expectService = (who: string, address: string) => {
    const [host = '', port = ''] = address.split(':')
    const ports = LISTENS[services[host]?.image.split(':')[0] ?? '']
    if (!ports) faults.push(`${who}: ${address} is no service`)
    else if (!ports.includes(Number(port))) faults.push(`${who}: ${host} does not listen on ${port}`)
  }

  for (const [name, { image, ports, volumes: mounts, environment, healthcheck }] of Object.entries(services)) {
    const [repository = '', tag = ''] = image.split(':')
    if (!/^v?\d+\.\d+\.\d+(-alpine)?$/.test(tag)) faults.push(`${name}: ${image} is not pinned`)
    for (const port of ports) {
      const inside = /^127\.0\.0\.1:\d+:(\d+)$/.exec(port)?.[1]
      if (inside === undefined) faults.push(`${name}: ${port} is open to others`)
      else expectService(`${name}: published`, `${name}:${inside}`)
    }
    for (const { type, source, read_only } of mounts) {
      if (type === 'volume' && !(source in volumes)) faults.push(`${name}: volume ${source} is not declared`)
      if (type !== 'bind') continue
      if (!read_only) faults.push(`${name}: ${source} can be written to`)
      // What starts at / is the machine's; ../dist is there after a build.
      const isOurs = source.startsWith('.') && source !== '../dist'
      if (isOurs && !existsSync(resolve('deploy', source))) faults.push(`${name}: ${source} does not exist`)
    }
    const probed = /127\.0\.0\.1(?::(\d+))?\//.exec(healthcheck?.test.join(' ') ?? '')
    if (healthcheck) expectService(`${name}: health check`, `${name}:${probed?.[1] ?? (probed ? 80 : '')}`)
    for (const [key, value] of Object.entries(environment)) {
      const [, variable, byDefault = ''] = /^\$\{([A-Z_]+):-(.*)\}$/.exec(value) ?? []
      if (variable === undefined) faults.push(`${name}: ${key} cannot be set from outside`)
      else if (!env.includes(`\n${variable}='${byDefault}'\n`))
        faults.push(`${name}: ${variable} is not in .env.example`)
      if (/:[^/@]+@/.test(byDefault)) faults.push(`${name}: ${key} has a password`)
    }
    const isExporter = /[-_]exporter$|cadvisor$/.test(repository)
    const [port] = LISTENS[repository] ?? []
    if (isExporter && !prometheus.includes(`["${name}:${port}"]`)) faults.push(`${name}: is not scraped`)
  }
  for (const volume of Object.keys(volumes)) {
    const isUsed = Object.values(services).some(({ volumes: mounts }) => mounts.some(({ source }) => source === volume))
    if (!isUsed) faults.push(`volume ${volume} is not used`)
  }

  const addresses = (configs: v.InferOutput<typeof Targets>) =>
    configs.flatMap(({ static_configs }) => static_configs.flatMap(({ targets }) => targets))
  for (const address of addresses(scrape_configs)) if (!YOURS.includes(address)) expectService('scrape', address)
  for (const address of addresses(alerting.alertmanagers)) expectService('alerting', address)

  const places = [...nginx.matchAll(/^ {4}location \^~ \/(prometheus|alertmanager|jaeger)\/ \{([^}]*)\}/gm)]
  if (places.length !== 3) faults.push('nginx: not all of Prometheus, Alertmanager and Jaeger can be reached')
  for (const [, name, body = ''] of places) {
    const address = /^ +set \$lookout_upstream (\S+);\n.*\n +proxy_pass http:\/\/\$lookout_upstream;$/m.exec(body)?.[1]
    if (address?.split(':')[0] !== name) faults.push(`nginx: /${name}/ leads to ${address}`)
    else expectService(`nginx: /${name}/`, address ?? '')
  }
  return faults
}

describe('deploy/compose.yaml', () => {
  it('fits together with the files it mounts', () => {
    expect(findFaults(shipped)).toEqual([])
  })

  it.each<[keyof typeof shipped, string, string, string]>([
    ['compose', 'prom/prometheus:v3.13.1', 'prom/prometheus', 'prometheus: prom/prometheus is not pinned'],
    ['compose', ':v1.12.1', ':latest', 'node-exporter: prom/node-exporter:latest is not pinned'],
    ['compose', ':v1.12.1', ':v1', 'node-exporter: prom/node-exporter:v1 is not pinned'],
    ['compose', '"127.0.0.1:9093:9093"', '"9093:9093"', 'alertmanager: 9093:9093 is open to others'],
    ['compose', '127.0.0.1:8080:80"', '127.0.0.1:8080:8080"', 'lookout: published: lookout does not listen on 8080'],
    ['compose', './nginx/compose.conf', './nginx/none.conf', 'lookout: ./nginx/none.conf does not exist'],
    ['compose', '/etc/prometheus:ro', '/etc/prometheus', 'prometheus: ./prometheus can be written to'],
    [
      'compose',
      '        read_only: true\n        # Without',
      '        # Without',
      'lookout: ../dist can be written to',
    ],
    ['compose', '- prometheus-data:/', '- data:/', 'prometheus: volume data is not declared'],
    ['compose', '- prometheus-data:/', '- alertmanager-data:/', 'volume prometheus-data is not used'],
    ['compose', ':9100/"]', ':9101/"]', 'node-exporter: health check: node-exporter does not listen on 9101'],
    ['compose', 'REDIS_ADDR: $', 'REDIS_ADDR: redis', 'redis-exporter: REDIS_ADDR cannot be set from outside'],
    [
      'compose',
      'REDIS_PASSWORD:-}',
      'REDIS_PASSWORD:-x}',
      'redis-exporter: TRANSCODE_REDIS_PASSWORD is not in .env.example',
    ],
    ['compose', '//lookout@', '//lookout:secret@', 'postgres-exporter: DATA_SOURCE_NAME has a password'],
    [
      'env',
      'TRENDS_POSTGRES_DSN',
      'TREND_POSTGRES_DSN',
      'trends-postgres-exporter: TRENDS_POSTGRES_DSN is not in .env.example',
    ],
    ['compose', '\n  cadvisor:', '\n  containers:', 'scrape: cadvisor:8080 is no service'],
    ['prometheus', 'postgres-exporter:9187', 'transcode-db:9187', 'scrape: transcode-db:9187 is no service'],
    ['prometheus', 'redis-exporter:9121', 'redis-exporter:9122', 'scrape: redis-exporter does not listen on 9122'],
    ['prometheus', 'node-exporter:9100', 'pipeline-vm:9100', 'node-exporter: is not scraped'],
    ['prometheus', 'alertmanager:9093', '127.0.0.1:9093', 'alerting: 127.0.0.1:9093 is no service'],
    ['nginx', 'prometheus:9090', 'prometheus:19090', 'nginx: /prometheus/: prometheus does not listen on 19090'],
    [
      'nginx',
      'set $lookout_upstream jaeger',
      'set $lookout_upstream prometheus',
      'nginx: /jaeger/ leads to prometheus:16686',
    ],
    ['nginx', '/jaeger/ {', '/traces/ {', 'nginx: not all of Prometheus, Alertmanager and Jaeger can be reached'],
  ])('is at fault when %s has "%s" as "%s"', (file, from, to, fault) => {
    expect(shipped[file]).toContain(from)
    expect(findFaults({ ...shipped, [file]: shipped[file].replace(from, to) })).toContain(fault)
  })

  it('mounts what the program looks for, where its command says', () => {
    const { services } = decode(ComposeSchema, parse(shipped.compose, { merge: true }))
    const mounts = Object.values(services).flatMap(({ volumes }) =>
      volumes.map(({ source, target }) => [target, source]),
    )
    expect(Object.fromEntries(mounts)).toMatchObject({
      '/etc/prometheus': './prometheus',
      '/prometheus': 'prometheus-data',
      '/etc/alertmanager': './alertmanager',
      '/alertmanager': 'alertmanager-data',
      '/etc/nginx/conf.d/default.conf': './nginx/compose.conf',
      [/^ {4}root (\S+);/m.exec(shipped.nginx)?.[1] ?? '']: '../dist',
      [/^ {8}alias (\S+)\/config\.json;/m.exec(shipped.nginx)?.[1] ?? '']: './lookout',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Compose
      [/^ {8}alias (\S+)\/\$lookout_log;/m.exec(shipped.nginx)?.[1] ?? '']: '${LOOKOUT_LOGS:-./logs}',
    })
    expect(existsSync('deploy/lookout/config.json')).toBe(true)
    expect(shipped.env).toContain("\nLOOKOUT_LOGS='./logs'\n")
    expect(existsSync('deploy/logs')).toBe(true)
    expect(services['prometheus']?.command).toEqual(
      expect.arrayContaining(['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus']),
    )
    expect(services['alertmanager']?.command).toEqual(
      expect.arrayContaining(['--config.file=/etc/alertmanager/alertmanager.yml', '--storage.path=/alertmanager']),
    )
  })
})

const nginx = findBinary(NGINX.binaries)

/** Without rights a port below 1024 cannot be tried, so only `listen` differs from the file that is mounted. */
it.skipIf(nginx === undefined).each(['compose.conf', 'lookout.conf'])('nginx -t takes %s', (file) => {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-nginx-'))
  const server = readFileSync(join('deploy/nginx', file), 'utf8')
  const placed = server.replace('listen 80;', `listen unix:${folder}/socket;`)
  expect(placed).not.toBe(server)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  writeFileSync(
    join(folder, 'nginx.conf'),
    `pid ${folder}/nginx.pid;\nevents {}\nhttp {\n access_log off;
${temporary.map((name) => ` ${name}_temp_path ${folder}/${name};`).join('\n')}\n${placed}}\n`,
  )
  try {
    execFileSync(nginx ?? '', ['-t', '-q', '-e', 'stderr', '-c', join(folder, 'nginx.conf')], { stdio: 'pipe' })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
