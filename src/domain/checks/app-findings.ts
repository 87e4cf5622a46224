import { type Finding, finding } from './finding'
import type { AppFacts } from './observation'

/** What is wrong with how Lookout's own files are served. */
export function findInApp({ protection, isOlder, blocked }: AppFacts): readonly Finding[] {
  const found: Finding[] = []
  if (protection === 'meta') {
    found.push(
      finding(
        'info',
        'reduced-protection',
        'Reduced protection: the security policy comes by a <meta> element alone, which covers neither workers nor framing.',
        'Where the server can send headers, use those that npm run headers writes.',
      ),
    )
  }
  if (protection === 'none') {
    found.push(
      finding(
        'warn',
        'no-protection',
        'The pages come without a Content-Security-Policy.',
        'Send the headers that npm run headers writes for your web server.',
      ),
    )
  }
  if (blocked.length > 0) {
    found.push(
      finding(
        'crit',
        'unreachable-policy',
        `The security policy kept this page from asking ${blocked.join(', ')}.`,
        'Add it to config.json and write the headers anew (npm run headers): both must name the same sources.',
      ),
    )
  }
  if (isOlder === true) {
    found.push(
      finding(
        'info',
        'new-build',
        'The server has another build than the one that runs here.',
        'Load the page again; a wall does so by itself.',
      ),
    )
  }
  return found
}
