import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFakeLoki } from '~/testing/fake-loki'
import { startFakeVictoriaLogs, toVictoriaEntry } from '~/testing/fake-victorialogs'
import { type FileServerFaults, startFileServer } from '~/testing/log-file-server'
import { type ContractLine, logSourceContract } from '~/testing/log-source-contract'

logSourceContract('the sample', async () => {
  const lines: ContractLine[] = []
  return {
    feed: { kind: 'sample' },
    sampleLog: {
      lines: (fromMs, toMs) =>
        lines
          .filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs)
          .map(({ stream, raw }) => ({ stream, text: raw })),
    },
    write: (more) => lines.push(...more),
    faults: undefined,
    stop() {},
  }
})

logSourceContract('a folder of files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-logs-'))
  const faults: FileServerFaults = {}
  const server = await startFileServer(folder, faults)
  const files = ['api', 'jobs'].map((name) => ({ stream: name, addresses: [`${server.url}/${name}.log`] }))
  return {
    feed: { kind: 'jsonl', files },
    write(lines) {
      for (const { stream, raw } of lines) appendFileSync(join(folder, `${stream}.log`), `${raw}\n`)
    },
    faults,
    unplug: server.close,
    plug: server.reopen,
    async stop() {
      await server.close()
      rmSync(folder, { recursive: true })
    },
  }
})

logSourceContract('Loki', async () => {
  const loki = await startFakeLoki()
  loki.maxEntries = 700
  const server = { title: 'Loki', url: loki.url, headers: { 'X-Scope-OrgID': 'team' } }
  return {
    feed: { kind: 'loki', server, selector: '{job=~".+"}' },
    write(lines) {
      for (const { stream, raw, timeMs } of lines) {
        loki.entries.push({ labels: { job: stream }, ns: BigInt(timeMs) * 1_000_000n, line: raw })
      }
    },
    faults: loki.faults,
    unplug: loki.close,
    plug: loki.reopen,
    stop: loki.close,
  }
})

logSourceContract('VictoriaLogs', async () => {
  const victoria = await startFakeVictoriaLogs()
  const server = { title: 'VictoriaLogs', url: victoria.url, headers: {} }
  return {
    feed: { kind: 'victorialogs', server },
    write(lines) {
      for (const { stream, raw, timeMs } of lines) {
        victoria.entries.push(toVictoriaEntry(raw, timeMs, { job: stream }))
      }
    },
    faults: victoria.faults,
    unplug: victoria.close,
    plug: victoria.reopen,
    stop: victoria.close,
  }
})
