import type { Config } from '~/domain/config/config'
import { targetsOf } from '../serve/targets'
import { type Header, type HeaderScope, STRICT_TRANSPORT, securityHeaders } from './policy'

export interface NginxOptions {
  /** Value of `listen`. */
  readonly listen?: string
  /** Folder of the built app. */
  readonly root?: string
  /** Where /prometheus/ and /alertmanager/ lead, `host:port`. */
  readonly prometheus?: string
  readonly alertmanager?: string
}

/** The whole server block, to be put into conf.d/: generated headers, and what goes around them. */
export function renderNginx(config: Config, options: NginxOptions = {}): string {
  const { listen = '80', root = '/var/www/lookout' } = options
  const { prometheus = '127.0.0.1:9090', alertmanager = '127.0.0.1:9093' } = options
  const page = addHeaders(config, 'page', 4)
  const proxies = [
    proxy('^~ /prometheus/', `http://${prometheus}/`, config),
    proxy('^~ /alertmanager/', `http://${alertmanager}/`, config),
    ...[...targetsOf(config)].map(([path, url]) => proxy(`= ${path}`, url, config)),
  ]
  return `# Generated: npm run headers -- --target nginx > deploy/nginx/lookout.conf
# nginx drops the headers of the levels above as soon as a location sets one of its own, and without "always"
# it sends none with an error: so each location repeats them all.

map $scheme $lookout_transport_security {
    https   "${STRICT_TRANSPORT[1]}";
    default "";
}

server {
    listen ${listen};
    root ${root};
    server_tokens off;
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

    # Read at run time: a missing one must be a 404, never the app's page.
    location ~ ^/(?:dashboards|rules|schemas|scrape|runbooks)/ {
${noCache(config, 'page')}
        try_files $uri =404;
    }

    # The only pages that another site may frame.
    location ^~ /embed/ {
${noCache(config, 'embed')}
        try_files /index.html =404;
    }

    location ~ ^/(?:d|d-solo)/ {
${noCache(config, 'page')}
        try_files /index.html =404;
    }

    # Hidden files, such as the build's manifest.
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

/** Passes what `location` matches on to an address, with this app's headers in place of the other's. */
function proxy(location: string, address: string, config: Config): string {
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
        proxy_pass ${address};
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
