import { copyText } from '~/lib/copy-text'
import { showToast } from '~/ui/primitives/toast'

/** Puts a text on the clipboard and says whether it is there; `what` it is, in a word. */
export async function copyNoted(text: string, what: string): Promise<void> {
  if (await copyText(text)) showToast(`The ${what} is on the clipboard.`)
  else showToast('The browser does not let this page copy.', 'fault')
}
