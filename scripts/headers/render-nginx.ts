import type { Config } from '~/domain/config/config'
import { targetsOf } from '../serve/targets'
import { type Header, type HeaderScope, STRICT_TRANSPORT, securityHeaders } from './policy'

export interface NginxOptions {
  /** Value of `listen`. */
  readonly listen?: string
  /** Folder of the built app. */
  readonly root?: string
  /** The configuration where it is kept apart from the build; by default it is the config.json in `root`. */
  readonly configFile?: string
  /** Where /prometheus/ and /alertmanager/ lead, `host:port`. */
  readonly prometheus?: string
  readonly alertmanager?: string
  /** Where /jaeger/ leads; without it there is no such place. */
  readonly jaeger?: string
  /** Folder of the log files that sources of this server's own name, such as `/logs`; without such a source it has no place. */
  readonly logs?: string
  /**
   * Address of the DNS server that knows these hosts. They are then looked up as they are needed: nginx starts while one of them is
   * not there yet, and finds one again that came back with another address.
   */
  readonly resolver?: string
  /** The command that writes the file, for its first line. */
  readonly command?: string
}

/** The whole server block, to be put into conf.d/: generated headers, and what goes around them. */
export function renderNginx(config: Config, options: NginxOptions = {}): string {
  const { listen = '80', root = '/var/www/lookout', configFile } = options
  const { prometheus = '127.0.0.1:9090', alertmanager = '127.0.0.1:9093', jaeger, resolver } = options
  const { logs = '/var/log/lookout' } = options
  const { command = 'npm run headers -- --target nginx > deploy/nginx/lookout.conf' } = options
  const page = addHeaders(config, 'page', 4)
  const proxies = [
    ...Object.entries({ prometheus, alertmanager, jaeger }).flatMap(([name, host]) =>
      host === undefined ? [] : [proxy(`^~ /${name}/`, passTo(name, host, resolver), config)],
    ),
    ...[...targetsOf(config)].map(([path, url]) => proxy(`= ${path}`, [`proxy_pass ${url};`], config)),
  ]
  return `# Generated: ${command}
# nginx drops the headers of the levels above as soon as a location sets one of its own, and without "always"
# it sends none with an error: so each location repeats them all.

map $scheme $lookout_transport_security {
    https   "${STRICT_TRANSPORT[1]}";
    default "";
}

server {
    listen ${listen};
    root ${root};
    server_tokens off;${resolver === undefined ? '' : `\n    resolver ${resolver} valid=10s ipv6=off;`}
    gzip on;
    gzip_vary on;
    gzip_proxied any;
    gzip_min_length 512;
    gzip_types text/css text/javascript application/javascript application/json image/svg+xml text/plain text/markdown;

${page}

    # Names change with their content.
    location ^~ /assets/ {
${cached(config)}
        try_files $uri =404;
    }

${logPatterns(config)
  .map((pattern) => logLocation(config, pattern, logs))
  .join('')}    # Read at run time: a missing one must be a 404, never the app's page.
    location ~ ^/(?:dashboards|rules|schemas|scrape)/ {
${noCache(config, 'page')}
        try_files $uri =404;
    }

    # The only pages that another site may frame.
    location ^~ /embed/ {
${noCache(config, 'embed')}
        try_files /index.html =404;
    }

    # Pages of what has a name or an id, in which there may be dots.
    location ~ ^/(?:d|d-solo|trace|request|job|batch|user|correlation)/ {
${noCache(config, 'page')}
        try_files /index.html =404;
    }

${configFile === undefined ? '' : configLocation(config, configFile)}    # Hidden files, such as the build's manifest.
    location ~ /\\. {
${noCache(config, 'page')}
        return 404;
    }

    # Anything else with an extension is a file.
    location ~ \\.[^/]*$ {
${noCache(config, 'page')}
        try_files $uri =404;
    }

    location / {
${noCache(config, 'page')}
        try_files /index.html =404;
    }

${proxies.join('\n\n')}
}
`
}

function configLocation(config: Config, file: string): string {
  return `    location = /config.json {
${noCache(config, 'page')}
        alias ${file};
    }

`
}

/** Paths of this server that the configuration names as log files, as patterns with what is in the folder: all below a path, or a single file. */
function logPatterns(config: Config): readonly string[] {
  const patterns = config.sources.logs.flatMap((source) => {
    if (source.kind !== 'jsonl' || !source.url.startsWith('/')) return []
    const [, parent = '', name = ''] = /^(.*)\/(.*)$/.exec(source.url) ?? []
    // A path itself is a place of the app, and so is nothing below it; hidden names are nobody's.
    return source.files === undefined
      ? [`"^${literal(parent)}/(?<lookout_log>${literal(name)})$"`]
      : [`"^${literal(source.url)}/(?<lookout_log>[^/.][^/]*(?:/[^/.][^/]*)*)$"`]
  })
  return [...new Set(patterns)]
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\"]/g, '\\$&')
}

/** Before all other patterns. */
function logLocation(config: Config, pattern: string, folder: string): string {
  return `    # Log files, read by ranges while they grow: never compressed, never kept, and text whatever their name.
    location ~ ${pattern} {
${addHeaders(config, 'page', 8)}
        add_header Cache-Control "no-store" always;
        types { }
        default_type "text/plain; charset=utf-8";
        gzip off;
        etag off;
        if_modified_since off;
        max_ranges 1;
        alias ${folder}/$lookout_log;
    }

`
}

function passTo(name: string, host: string, resolver: string | undefined): readonly string[] {
  return [...(name === 'alertmanager' ? [COMPRESSED_HERE] : []), ...passBelow(name, host, resolver)]
}

/** Takes the prefix off and passes the rest on. A name in a variable is looked up at each request, but then no path can follow it. */
function passBelow(prefix: string, host: string, resolver: string | undefined): readonly string[] {
  if (resolver === undefined) return [`proxy_pass http://${host}/;`]
  return [
    `set $lookout_upstream ${host};`,
    `rewrite ^/${prefix}/(.*)$ /$1 break;`,
    'proxy_pass http://$lookout_upstream;',
  ]
}

/** Alertmanager takes longer to compress thousands of alerts than to write them: nginx does it in a part of the time. */
const COMPRESSED_HERE = 'proxy_set_header Accept-Encoding "";'

/** Passes what `location` matches on, with this app's headers in place of the other's. */
function proxy(location: string, pass: readonly string[], config: Config): string {
  const hidden = securityHeaders(config, 'page').map(([name]) => `        proxy_hide_header ${name};`)
  return `    location ${location} {
${addHeaders(config, 'page', 8)}
${hidden.join('\n')}
        # Lookout tells the time by the server's clock.
        proxy_pass_header Date;
        proxy_http_version 1.1;
        proxy_set_header Host $proxy_host;
        proxy_set_header Connection "";
        proxy_read_timeout 60s;
${pass.map((line) => `        ${line}`).join('\n')}
    }`
}

function cached(config: Config): string {
  return `${addHeaders(config, 'page', 8)}\n        add_header Cache-Control "public, max-age=31536000, immutable";`
}

function noCache(config: Config, scope: HeaderScope): string {
  return `${addHeaders(config, scope, 8)}\n        add_header Cache-Control "no-cache" always;`
}

function addHeaders(config: Config, scope: HeaderScope, indent: number): string {
  const transport: Header = [STRICT_TRANSPORT[0], '$lookout_transport_security']
  return [...securityHeaders(config, scope), transport]
    .map(([name, value]) => `${' '.repeat(indent)}add_header ${name} "${value}" always;`)
    .join('\n')
}
