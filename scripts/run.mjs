// The door to every command: plain JavaScript, so that it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const LEAST_NODE = [20, 19]

/** Each exports `run(command, args)`, a promise of the exit code. */
const COMMANDS = new Map([
  ['start', './serve/main.ts'],
  ['stack', './serve/main.ts'],
  ['test', './check/main.ts'],
  ['check', './status/main.ts'],
])

const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|FETCH_ERROR|fetch-timeout/

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

/** Installs when nothing is there yet, or when the lock file is newer than what was installed. */
function installPackages() {
  const marker = 'node_modules/.package-lock.json'
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync('package-lock.json').mtimeMs) return true
  console.log('Installing npm packages ...')
  // Without this question npm tries each of its hundred packages again and again, for minutes.
  const isOffline = UNREACHABLE.test(npm('ping', '--fetch-retries=0', '--fetch-timeout=15000').said)
  const options = [
    '--include=dev',
    ...(isOffline ? ['--offline', '--fetch-retries=0'] : ['--fetch-retry-mintimeout=1000']),
  ]
  let done = npm('ci', ...options)
  // `npm ci` refuses a lock file without the binaries of every other platform, and a mirror that lacks them writes such
  // a file. `install --no-save` takes the same versions with the same checksums and leaves the lock file as it is.
  if (done.said.includes('npm error code EUSAGE')) done = npm('install', '--no-save', ...options)
  if (done.fault === undefined) return true
  if (isOffline || UNREACHABLE.test(done.said)) {
    fail('Cannot install npm packages: the npm registry does not answer. Connect to the network and try again.')
  } else {
    process.stderr.write(done.said)
    fail(`Cannot install npm packages: npm ended with ${done.fault}.`)
  }
  return false
}

function npm(...args) {
  const all = [...args, '--no-audit', '--no-fund']
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 }
  const file = process.env.npm_execpath
  const done = file?.endsWith('.js')
    ? spawnSync(process.execPath, [file, ...all], options)
    : spawnSync('npm', all, options)
  const fault = done.error?.message ?? (done.status === 0 ? undefined : `code ${done.status}`)
  return { fault, said: `${done.stdout ?? ''}${done.stderr ?? ''}` }
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
