import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createSampleHistory } from '~/demo/sample-history'
import { SAMPLE_PLATFORMS, SAMPLE_SEED, sampleStartMs } from '~/demo/sample-platforms'
import { withoutOutages } from '~/demo/without-outages'
import { ALERTMANAGER, PROMETHEUS } from '../install/tools'
import { backfill, backfillLongPast } from './backfill'
import { createVideo } from './create-video'
import { HOST, requireFreePorts, type StackPorts } from './ports'
import { findProgram, type RunningProcess, startProcess, waitUntilReady } from './processes'
import { endLeftovers, removeRunRecord, writeRunRecord } from './run-record'
import { type SampleLogs, startSampleLogs } from './sample-logs'
import { type SampleServer, startSampleServer } from './sample-server'
import { writeStackConfig } from './stack-config'
import { StackError } from './stack-error'

const HOUR_MS = 3_600_000
/** A day, and an hour for what a figure over 24 hours looks back at its left edge. */
const HISTORY_MS = 25 * HOUR_MS
/** As deploy/prometheus/prometheus.yml says. */
const SCRAPE_MS = 15_000
/** As much as fits into the first log file of each platform. */
const LOGS_MS = 3 * HOUR_MS

export interface StackOptions {
  readonly ports: StackPorts
  /** A folder that is the stack's alone: what earlier runs left in it is removed. */
  readonly dataDir: string
  readonly log: (line: string) => void
  readonly historyMs?: number
  /** Whether what costs and objectives are made of has five weeks of history; it takes some seconds. */
  readonly hasLongPast?: boolean
  /** Whether targets of the sample platforms have outages of their own, in the past as live; by default they have. */
  readonly hasOutages?: boolean
  /** Opens `POST /control` of the sample platforms. By default `LOOKOUT_SAMPLE_CONTROL=1` does. */
  readonly hasControl?: boolean
  /** Whether SIGINT, SIGTERM and SIGHUP stop the stack; by default they do. */
  readonly handlesSignals?: boolean
}

export interface Stack {
  readonly addresses: { readonly prometheus: string; readonly alertmanager: string; readonly sample: string }
  /** Folder of the platforms' log files. */
  readonly logs: string
  /** Ends Prometheus as a crash would, and resolves when it has ended: for tests of what a page shows then. */
  killPrometheus(): Promise<void>
  /** Starts it again on the same data, after `killPrometheus`, and resolves when it answers. */
  startPrometheus(): Promise<void>
  /** Stops everything and resolves when all of it has ended; a second call waits for the first. */
  stop(): Promise<void>
}

/**
 * Starts the sample platforms, an Alertmanager and a Prometheus that has scraped them for 25 hours already, and seldom for five weeks where wanted, all on loopback.
 * Resolves when all answer. Throws a StackError, one line that says what to do, and leaves nothing running.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { ports, log, historyMs = HISTORY_MS, hasOutages = true, hasLongPast = false } = options
  const hasControl = options.hasControl ?? process.env['LOOKOUT_SAMPLE_CONTROL'] === '1'
  const dataDir = resolve(options.dataDir)
  const programs = {
    prometheus: findProgram(PROMETHEUS),
    alertmanager: findProgram(ALERTMANAGER),
  }
  mkdirSync(dataDir, { recursive: true })
  endLeftovers(dataDir)
  await requireFreePorts(ports)

  const running: RunningProcess[] = []
  const abort = new AbortController()
  let sample: SampleServer | undefined
  let logs: SampleLogs | undefined
  let stopping: Promise<void> | undefined

  const killAll = () => {
    for (const child of running) child.kill()
  }
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      abort.abort()
      logs?.stop()
      await Promise.all([...running.map((child) => child.stop()), sample?.stop()])
      process.off('exit', killAll)
      for (const signal of SIGNALS) process.off(signal, onSignal)
      removeRunRecord(dataDir)
    })()
    return stopping
  }
  const onSignal = (signal: NodeJS.Signals) => {
    // Whoever else listens decides when the process ends; alone, we end it as the signal would have.
    const isAlone = process.listenerCount(signal) === 1
    void stop().then(() => {
      if (isAlone) process.kill(process.pid, signal)
    })
  }
  const start = async (title: string, file: string, args: readonly string[]): Promise<RunningProcess> => {
    abort.signal.throwIfAborted()
    const child = await startProcess({ title, file, args, logFile: join(dataDir, `${title.toLowerCase()}.log`) })
    running.push(child)
    writeRunRecord(
      dataDir,
      running.map(({ pid }) => pid),
    )
    if (abort.signal.aborted) await child.stop()
    void child.ended.then((how) => {
      if (!stopping && running.includes(child)) log(`${title} ended (${how}): ${child.lastLogLine()}`)
    })
    return child
  }

  process.on('exit', killAll)
  if (options.handlesSignals !== false) for (const signal of SIGNALS) process.on(signal, onSignal)
  writeRunRecord(dataDir, [])

  try {
    const config = writeStackConfig(dataDir, ports)
    const tsdbDir = join(dataDir, 'prometheus')
    for (const name of ['prometheus', 'alertmanager']) {
      rmSync(join(dataDir, name), { recursive: true, force: true })
    }
    mkdirSync(tsdbDir)

    const addresses = {
      prometheus: `http://${HOST}:${ports.prometheus}`,
      alertmanager: `http://${HOST}:${ports.alertmanager}`,
      sample: `http://${HOST}:${ports.sample}`,
    }
    const alertmanager = await start('Alertmanager', programs.alertmanager, [
      `--config.file=${config.alertmanager}`,
      `--storage.path=${join(dataDir, 'alertmanager')}`,
      `--web.listen-address=${HOST}:${ports.alertmanager}`,
      `--web.external-url=${addresses.alertmanager}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ])

    const beginMs = Date.now()
    log(`writing ${Math.round(historyMs / HOUR_MS)} hours of history`)
    // One instance writes the history and answers the scrapes, so its counters go on.
    const models = hasOutages ? SAMPLE_PLATFORMS : withoutOutages(SAMPLE_PLATFORMS)
    const history = createSampleHistory({
      seed: SAMPLE_SEED,
      startMs: sampleStartMs(beginMs),
      fromMs: beginMs - historyMs,
      toMs: beginMs,
      intervalMs: SCRAPE_MS,
      models,
    })
    await backfill(history, tsdbDir, abort.signal)
    if (hasLongPast) await backfillLongPast(history, models, tsdbDir, abort.signal)
    log(`history written in ${((Date.now() - beginMs) / 1000).toFixed(1)} s`)

    // While the programs start, which is mostly waiting.
    const writing = startSampleLogs(
      { folder: stackLogs(dataDir), nowMs: Date.now, historyMs: Math.min(historyMs, LOGS_MS) },
      abort.signal,
    ).then((writer) => {
      logs = writer
      return writer
    })
    // Awaited below, unless something else fails before.
    writing.catch(() => undefined)
    sample = await startSampleServer({
      platforms: history,
      port: ports.sample,
      nowMs: Date.now,
      hasControl,
      createVideo: () =>
        createVideo({
          nowMs: Date.now,
          incidents: () => history.incidentsAt('shorts', Date.now()),
          write: async (lines) => (await writing).write(lines),
        }),
    })
    const launchPrometheus = async () => {
      const child = await start('Prometheus', programs.prometheus, [
        `--config.file=${config.prometheus}`,
        `--storage.tsdb.path=${tsdbDir}`,
        // The history's blocks stay as they are: merging them would take the processor just when someone looks.
        '--storage.tsdb.min-block-duration=2h',
        '--storage.tsdb.max-block-duration=2h',
        // More than the long past has; 15 days are the default.
        '--storage.tsdb.retention.time=40d',
        `--web.listen-address=${HOST}:${ports.prometheus}`,
        `--web.external-url=${addresses.prometheus}`,
        '--web.enable-lifecycle',
        '--log.level=warn',
      ])
      await waitUntilReady(child, `${addresses.prometheus}/-/ready`)
      return child
    }
    const [launched] = await Promise.all([
      launchPrometheus(),
      waitUntilReady(alertmanager, `${addresses.alertmanager}/-/ready`),
      writing,
    ])
    let prometheus = launched
    return {
      addresses,
      logs: stackLogs(dataDir),
      stop,
      async killPrometheus() {
        if (!running.includes(prometheus)) return
        // Out of the list first: an end that is wanted is not logged.
        running.splice(running.indexOf(prometheus), 1)
        prometheus.kill()
        await prometheus.ended
      },
      async startPrometheus() {
        prometheus = await launchPrometheus()
      },
    }
  } catch (error) {
    const wasStopped = stopping !== undefined
    await stop()
    throw wasStopped ? new StackError('The stack was stopped while it started.') : error
  }
}

/** Folder of the log files of a stack in a folder. */
function stackLogs(dataDir: string): string {
  return join(dataDir, 'logs')
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
