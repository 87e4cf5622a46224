import type { SourceErrorDetail } from '../sources'
import { type Finding, finding } from './finding'
import type { Observation, Reach } from './observation'

const KEEPS_ASKING = 'Lookout keeps asking and goes on by itself when it answers.'

/** Why a part does not answer, in words. */
export function findFailure({ title, address }: Observation, reach: Extract<Reach, { kind: 'fails' }>): Finding {
  const { error, systemCode } = reach
  const host = hostOf(address)
  const told = (code: string) => finding('crit', code, error.message, error.nextStep ?? KEEPS_ASKING)
  const bySystem = systemCode === undefined ? undefined : findBySystemCode(systemCode, title, host)
  // What the operating system says is nearer to the cause than what a browser may tell.
  if (bySystem !== undefined && error.kind === 'unreachable') return bySystem
  switch (error.kind) {
    case 'unreachable':
      return told(error.cause === undefined ? 'unreachable' : `unreachable-${error.cause}`)
    case 'starting':
      return finding('warn', 'starting', error.message, error.nextStep ?? 'It answers when it has read its log back.')
    case 'auth':
      return findSignIn(title, error)
    case 'notFound':
      return finding(
        'crit',
        'wrong-path',
        `${title} answers, but there is nothing at ${error.address ?? address ?? 'its address'} (404).`,
        'Check the address in config.json: is a prefix missing (--web.route-prefix), or the place in the proxy?',
      )
    case 'badPayload':
      return told(error.message.includes('web page') ? 'web-page' : 'bad-answer')
    case 'timeout':
      return finding(
        'crit',
        'no-answer-in-time',
        error.message,
        `Look at the load of ${host}, and at what lies between: a firewall that drops packets looks the same.`,
      )
    case 'unavailable':
      return findUnavailable(title, host, error)
    case 'throttled':
      return finding('warn', 'throttled', error.message, 'Raise the limit of the proxy, or ask less often ("refresh").')
    default:
      return told('fails')
  }
}

function findSignIn(title: string, { message, nextStep, httpStatus }: SourceErrorDetail): Finding {
  if (httpStatus === undefined) return finding('crit', 'sign-in-page', message, nextStep ?? 'Sign in again.')
  const refused = httpStatus === 403
  return finding(
    'crit',
    refused ? 'forbidden' : 'sign-in',
    refused ? `${title} refuses access (status 403).` : `${title} asks for a sign-in (status ${httpStatus}).`,
    refused
      ? 'Allow this page in the proxy before it: its address, its user or its origin is refused.'
      : 'Let the proxy before it add the credentials; config.json is public and must not hold any.',
  )
}

function findUnavailable(title: string, host: string, { message, nextStep, httpStatus }: SourceErrorDetail): Finding {
  if (httpStatus === 502 || httpStatus === 504) {
    return finding(
      'crit',
      'behind-proxy',
      `The proxy at ${host} answers ${httpStatus}: it cannot reach ${title}.`,
      `Start ${title}, or correct where the proxy leads to (proxy_pass).`,
    )
  }
  return finding('crit', 'unavailable', message, nextStep ?? KEEPS_ASKING)
}

/** Codes of Node and of the libraries under it. */
function findBySystemCode(code: string, title: string, host: string): Finding | undefined {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return finding(
      'crit',
      'unknown-name',
      `The name ${host} is not known here (${code}).`,
      'Check the host name in config.json, and that this network’s DNS knows it.',
    )
  }
  if (code === 'ECONNREFUSED') {
    return finding(
      'crit',
      'refused',
      `${host} refuses the connection: nothing listens there.`,
      `Start ${title}, or correct the port in config.json. Does it listen on that interface (--web.listen-address)?`,
    )
  }
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') {
    return finding(
      'crit',
      'broke-off',
      `${host} broke the connection off (${code}).`,
      `Look at the log of ${title} and of the proxy before it.`,
    )
  }
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return finding(
      'crit',
      'no-route',
      `No way leads to ${host} from here (${code}).`,
      'Check the network, the VPN and the firewall between.',
    )
  }
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return finding(
      'crit',
      'unreachable-tls',
      `${host} has no certificate that is trusted here (${code}).`,
      `Give it a certificate of an authority that the readers' browsers know, or serve it through the server of this page.`,
    )
  }
  return undefined
}

function hostOf(address: string | null): string {
  if (address === null || !URL.canParse(address)) return 'the server of this page'
  return new URL(address).host
}
