import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseConfigText } from '~/domain/config/parse'
import { messageOf } from '~/lib/message-of'
import { renderHeaders, TARGETS } from './render'

const USAGE = `usage: npm run headers -- [--config public/config.json] [--target ${TARGETS.join('|')}]`

/** Prints the headers that a configuration asks for; the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const { config: path, target: wanted } = readArgs(args)
  const target = TARGETS.find((each) => each === wanted)
  if (target === undefined) throw new Error(`unknown target "${wanted}"\n${USAGE}`)
  const result = await parseConfigText(readFileSync(path, 'utf8'))
  if (!result.ok) {
    for (const { line, column, path: at, message } of result.fault.issues) {
      console.error(`${path}:${line}:${column} ${at} ${message}`)
    }
    return 1
  }
  process.stdout.write(renderHeaders(result.config, target))
  return 0
}

function readArgs(args: readonly string[]): { config: string; target: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string', default: 'public/config.json' },
        target: { type: 'string', default: 'nginx' },
      },
    })
    return values
  } catch {
    throw new Error(USAGE)
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(messageOf(error))
    process.exitCode = 1
  },
)
