import { parseArgs } from 'node:util'
import { isWrong } from '~/domain/checks/judge'
import { printReport } from '~/domain/checks/print-report'
import { check } from './check'
import { readConfig } from './read-config'

const USAGE = `usage: npm run check -- [config.json | https://lookout.example] [--site https://lookout.example] [--json]

Asks everything that a configuration names and says what is wrong and what to do. Ends with 1 where something is wrong.
  --site   where the app is served: addresses such as /prometheus are below it, and other servers have to allow it (CORS)
  --json   the report for scripts`

/** Checks an installation; resolves with the exit code. */
export async function run(_command: string, args: readonly string[]): Promise<number> {
  const options = readArgs(args)
  if (options === null) {
    console.error(USAGE)
    return 2
  }
  const { from, site, isJson } = options
  const read = await readConfig(from, site)
  if (!read.ok) {
    if (isJson) console.log(JSON.stringify({ severity: 'crit', faults: read.faults }, null, 2))
    else for (const fault of read.faults) console.error(fault)
    return 1
  }
  const abort = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort())
  const report = await check({ config: read.config, site: read.site, signal: abort.signal })
  if (isJson) console.log(JSON.stringify({ ...report, warnings: read.warnings }, null, 2))
  else {
    for (const { path, message } of read.warnings) console.log(`note  ${from} ${path} ${message}`)
    process.stdout.write(printReport(report))
  }
  return isWrong(report) ? 1 : 0
}

interface Options {
  readonly from: string
  readonly site: string | null
  readonly isJson: boolean
}

function readArgs(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { site: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const [from = 'public/config.json', ...more] = positionals
    const { site, json } = values
    if (more.length > 0 || (site !== undefined && !/^https?:\/\//i.test(site))) return null
    return {
      from,
      site: site === undefined ? null : new URL(site.endsWith('/') ? site : `${site}/`).href,
      isJson: json,
    }
  } catch {
    return null
  }
}
