import type { ObservingClock } from '~/data/server-clock'
import type { Config, ConfigWarning } from '~/domain/config/config'
import { type ConfigFault, parseConfigText } from '~/domain/config/parse'
import { fetchSiteFile } from '~/lib/early-fetch'

export type LoadedConfig =
  | { readonly kind: 'ready'; readonly config: Config; readonly warnings: readonly ConfigWarning[] }
  /** The file is there and cannot be used. */
  | { readonly kind: 'faulty'; readonly text: string; readonly fault: ConfigFault }
  /** The file is not there. */
  | { readonly kind: 'missing'; readonly message: string; readonly nextStep: string }

/**
 * Reads `config.json` beside index.html; never rejects. The answer's Date teaches the clock before the first query is
 * asked, or a viewer's wrong clock would decide what "now" means in it.
 */
export async function loadConfig(clock: ObservingClock): Promise<LoadedConfig> {
  let text: string
  try {
    const { sentMs, answer: asked } = fetchSiteFile('config.json')
    const answer = await asked
    clock.observe(answer.headers.get('date'), sentMs, Date.now())
    if (!answer.ok) {
      return {
        kind: 'missing',
        message: `The server answers ${answer.status} for config.json.`,
        nextStep: 'Put a config.json beside index.html. The one that Lookout comes with is in public/config.json.',
      }
    }
    text = await answer.text()
  } catch {
    return {
      kind: 'missing',
      message: 'config.json could not be fetched: the server of this page does not answer.',
      nextStep: 'Start the server again. This page goes on by itself as soon as it answers.',
    }
  }
  const result = await parseConfigText(text)
  return result.ok ? { kind: 'ready', ...result } : { kind: 'faulty', text, fault: result.fault }
}
