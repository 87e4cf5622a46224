// The door to every command: plain JavaScript, so that it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const LEAST_NODE = [20, 19]

/** Each exports `run(command, args)`, a promise of the exit code. */
const COMMANDS = new Map([
  ['start', './serve/main.ts'],
  ['serve', './serve/main.ts'],
  ['stack', './serve/main.ts'],
  ['test', './check/main.ts'],
])

async function main([command = 'start', ...args]) {
  const file = COMMANDS.get(command)
  if (file === undefined) return fail(`Unknown command "${command}". There are: ${[...COMMANDS.keys()].join(', ')}.`)
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    return fail(
      `Node ${LEAST_NODE.join('.')} or later is needed, this is ${process.versions.node}: see https://nodejs.org`,
    )
  }
  process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
  if (!installPackages()) return 1
  const { register } = await import('tsx/esm/api')
  register()
  const { run } = await import(file)
  return run(command, args)
}

/** `npm ci` when there is none yet, or when the lock file is newer than what was installed. */
function installPackages() {
  const marker = 'node_modules/.package-lock.json'
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync('package-lock.json').mtimeMs) return true
  console.log('Installing npm packages ...')
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--fetch-retries=2', '--fetch-retry-mintimeout=1000']
  const npm = process.env.npm_execpath
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }
  const done = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (done.status === 0) return true
  const said = `${done.stdout ?? ''}${done.stderr ?? ''}`
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network/i.test(said)) {
    fail('Cannot install npm packages: the npm registry does not answer. Connect to the network and try again.')
  } else {
    process.stderr.write(said)
    fail(`Cannot install npm packages: npm ci ended with ${done.error?.message ?? `code ${done.status}`}.`)
  }
  return false
}

function fail(message) {
  console.error(message)
  return 1
}

// A reader that goes away (`npm start | head`) is no reason to leave servers behind.
process.stdout.on('error', () => undefined)

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    // One line for people; the stack for who asks.
    console.error(process.env.LOOKOUT_DEBUG ? error : error instanceof Error ? error.message : String(error))
    process.exit(1)
  },
)
