import { type Finding, finding } from './finding'
import type { LogFile } from './observation'

/** What is wrong with the files of a log source, each kind of fault once. */
export function findInFiles(files: readonly LogFile[], title: string): readonly Finding[] {
  const missing = files.filter(({ state }) => state === 'missing')
  const whole = files.filter(({ state }) => state === 'whole')
  const pages = files.filter(({ state }) => state === 'page')
  const failing = files.filter(({ state }) => state === 'fails')
  const found: Finding[] = []
  if (missing.length > 0) {
    found.push(
      finding(
        missing.length === files.length ? 'crit' : 'warn',
        'log-missing',
        `${title}: not found: ${nameSome(missing)}.`,
        'Check "files" in config.json and the folder that the server reads them from; an application that has not written yet has none.',
      ),
    )
  }
  if (pages.length > 0) {
    found.push(
      finding(
        'crit',
        'log-is-page',
        `${title}: the server answers with a web page instead of ${nameSome(pages)}.`,
        'The path leads to the app or to a sign-in: give the folder of log files a place of its own in the web server.',
      ),
    )
  }
  if (whole.length > 0) {
    found.push(
      finding(
        'warn',
        'log-no-range',
        `${title}: the server sends whole files, for it ignores Range: ${nameSome(whole)}.`,
        'Serve log files uncompressed and with ranges (nginx: gzip off; max_ranges 1). Until then they are read seldom and only in part.',
      ),
    )
  }
  for (const { name, error } of failing.slice(0, 1)) {
    found.push(
      finding(
        failing.length === files.length ? 'crit' : 'warn',
        'log-fails',
        `${title}: ${name} cannot be read: ${error?.message ?? 'no reason was given.'}`,
        error?.nextStep ?? 'Look at the log of the web server.',
      ),
    )
  }
  return found
}

function nameSome(files: readonly LogFile[]): string {
  const names = files.slice(0, 3).map(({ name }) => name)
  const more = files.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}
