import { badPayload } from '~/data/decode/envelope'
import type { AppFacts, Observation } from '~/domain/checks/observation'
import { readBuild } from '~/lib/site-page'
import { askerOf, clockOf, observe, type Subject } from './ask'

/** Looks at the server of Lookout's own files. `running` is the build that runs here, null where none does. */
export function observeApp(
  subject: Subject,
  running: string | null,
  blocked: readonly string[],
  signal: AbortSignal,
): Promise<Observation> {
  const ask = askerOf(subject, signal)
  const seen = observe(subject, async () => {
    const response = await ask('/', { maxBytes: 1_048_576 })
    const html = new TextDecoder().decode(response.body)
    const build = readBuild(html)
    if (build === null) {
      throw badPayload(
        'The server answers with a web page that is not Lookout: a sign-in, most likely, or another site.',
        'Sign in again, or check where the address leads to.',
      )
    }
    const app: AppFacts = {
      protection: protectionOf(response.headers, html),
      isOlder: running === null ? null : build !== running,
      blocked,
    }
    return {
      reach: { kind: 'answers', latencyMs: response.durationMs },
      version: build,
      clock: clockOf(response),
      app,
    }
  })
  return seen
}

function protectionOf(headers: Headers, html: string): AppFacts['protection'] {
  if (headers.has('content-security-policy')) return 'headers'
  return /<meta[^>]+http-equiv=["']?content-security-policy/i.test(html) ? 'meta' : 'none'
}
