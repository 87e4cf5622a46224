import type { Config } from '~/domain/config/config'
import { contentSecurityPolicy, metaPolicy, STRICT_TRANSPORT, securityHeaders } from './policy'
import { type NginxOptions, renderNginx } from './render-nginx'

export const TARGETS = ['nginx', 'compose', 'caddy', 'netlify', 'apache', 'meta'] as const

/** Names and ports of the services of deploy/compose.yaml; Docker answers for them at this address inside every container. */
const COMPOSE: NginxOptions = {
  configFile: '/etc/lookout/config.json',
  prometheus: 'prometheus:9090',
  alertmanager: 'alertmanager:9093',
  jaeger: 'jaeger:16686',
  logs: '/var/log/platforms',
  resolver: '127.0.0.11',
  command: 'npm run headers -- --config deploy/lookout/config.json --target compose > deploy/nginx/compose.conf',
}

export type Target = (typeof TARGETS)[number]

/** The headers as the configuration of one kind of server. */
export function renderHeaders(config: Config, target: Target): string {
  switch (target) {
    case 'nginx':
      return renderNginx(config)
    case 'compose':
      return renderNginx(config, COMPOSE)
    case 'caddy':
      return renderCaddy(config)
    case 'netlify':
      return renderNetlify(config)
    case 'apache':
      return renderApache(config)
    case 'meta':
      return renderMeta(config)
  }
}

/** Without `defer`, because Caddy drops deferred headers when a handler fails: a 404 and a 502 would have none. */
function renderCaddy(config: Config): string {
  const block = (scope: 'page' | 'embed') => [
    `header @${scope} {`,
    ...securityHeaders(config, scope).map(([name, value]) => `\t${name} "${value}"`),
    '}',
  ]
  return lines([
    '# Inside the site block of the Caddyfile.',
    '@embed path /embed/*',
    '@page not path /embed/*',
    '@https protocol https',
    // Only for a file that is there: a browser would keep a 404 for a year as well.
    '@assets {',
    '\tpath /assets/*',
    '\tfile',
    '}',
    '@fresh not path /assets/* /prometheus/* /alertmanager/*',
    ...block('page'),
    ...block('embed'),
    `header @https ${STRICT_TRANSPORT[0]} "${STRICT_TRANSPORT[1]}"`,
    'header @assets Cache-Control "public, max-age=31536000, immutable"',
    'header @fresh Cache-Control "no-cache"',
  ])
}

/** `always` covers errors; THE_REQUEST is what the browser asked for, also after the fallback to index.html. */
function renderApache(config: Config): string {
  const [[, pagePolicy] = ['', ''], ...fixed] = securityHeaders(config, 'page')
  const policy = 'Content-Security-Policy'
  const isEmbed = '"expr=%{THE_REQUEST} =~ m#^[A-Z]+ /embed/#"'
  const isPage = '"expr=!(%{THE_REQUEST} =~ m#^[A-Z]+ /embed/#)"'
  return lines([
    '# Inside the <VirtualHost>; needs mod_headers.',
    ...[policy, ...fixed.map(([name]) => name)].map((name) => `Header onsuccess unset ${name}`),
    `Header always set ${policy} "${pagePolicy}" ${isPage}`,
    `Header always set ${policy} "${contentSecurityPolicy(config, 'embed')}" ${isEmbed}`,
    ...fixed.map(([name, value]) => `Header always set ${name} "${value}"`),
    `Header always set ${STRICT_TRANSPORT[0]} "${STRICT_TRANSPORT[1]}" "expr=%{HTTPS} == 'on'"`,
    'Header set Cache-Control "no-cache" "expr=!(%{THE_REQUEST} =~ m#^[A-Z]+ /(?:assets|prometheus|alertmanager)/#)"',
    'Header set Cache-Control "public, max-age=31536000, immutable" "expr=%{THE_REQUEST} =~ m#^[A-Z]+ /assets/#"',
  ])
}

/** Netlify joins the headers of all rules that match, and a browser obeys each of two joined policies: no exception can be made. */
function renderNetlify(config: Config): string {
  const asked = config.embed.frameAncestors.length > 0
  return lines([
    '# As dist/_headers.',
    ...(asked ? ['# Netlify cannot give /embed/ a policy of its own: nobody may frame it.'] : []),
    '/*',
    ...[...securityHeaders(config, 'page'), STRICT_TRANSPORT].map(([name, value]) => `  ${name}: ${value}`),
    '/assets/*',
    '  Cache-Control: public, max-age=31536000, immutable',
  ])
}

function renderMeta(config: Config): string {
  const policy = metaPolicy(config).replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return lines([
    '<!-- First in <head>. Weaker than headers: no frame-ancestors, and workers are not covered. -->',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="referrer" content="no-referrer">',
  ])
}

function lines(parts: readonly string[]): string {
  return `${parts.join('\n')}\n`
}
