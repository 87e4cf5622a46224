import { copyText } from '~/lib/copy-text'
import { showToast } from './toast'

/** Most of a text that a toast shows where it cannot be copied. */
const MAX_SHOWN = 300

/** Copies a text and says so; where the browser does not allow it, shows it. `what` begins the sentence. */
export async function copyAndSay(what: string, text: string): Promise<void> {
  if (await copyText(text)) showToast(`${what} copied`)
  else showToast(`The browser does not allow copying here. ${what}: ${text.slice(0, MAX_SHOWN)}`, 'fault')
}
