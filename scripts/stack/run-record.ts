import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { decode } from '~/lib/decode'
import { readProcessIdentity } from './process-identity'
import { StackError } from './stack-error'

const ProcessSchema = v.object({ pid: v.number(), identity: v.string() })
const RecordSchema = v.object({ owner: ProcessSchema, children: v.array(ProcessSchema) })
type RunRecord = v.InferOutput<typeof RecordSchema>

const fileOf = (dataDir: string) => join(dataDir, 'run.json')

function isRunning({ pid, identity }: RunRecord['owner']): boolean {
  return readProcessIdentity(pid) === identity
}

/**
 * Ends what a stack left behind that was killed too hard to clean up, by the ids it wrote down and only where they are still the
 * same processes. Throws a StackError when that stack still runs.
 */
export function endLeftovers(dataDir: string): void {
  let record: RunRecord
  try {
    record = decode(RecordSchema, JSON.parse(readFileSync(fileOf(dataDir), 'utf8')))
  } catch {
    return
  }
  if (record.owner.pid !== process.pid && isRunning(record.owner)) {
    throw new StackError(`The stack already runs from ${dataDir} (process ${record.owner.pid}): stop that one first.`)
  }
  for (const child of record.children.filter(isRunning)) process.kill(child.pid, 'SIGKILL')
}

/** Writes down who runs here, for `endLeftovers` of the next run. */
export function writeRunRecord(dataDir: string, childPids: readonly number[]): void {
  const identify = (pid: number) => ({ pid, identity: readProcessIdentity(pid) ?? '' })
  const record: RunRecord = { owner: identify(process.pid), children: childPids.map(identify) }
  writeFileSync(fileOf(dataDir), JSON.stringify(record))
}

/** Forgets this run, once all of it has ended. */
export function removeRunRecord(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true })
}
