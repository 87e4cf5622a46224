import type { Browser, Page } from '@playwright/test'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds that passed. */
  readonly dur?: number
  /** Microseconds of them that the thread had a processor. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Milliseconds of each task, the longest first: what passed, and what the thread had a processor for. */
export interface TaskTimes {
  readonly wallMs: readonly number[]
  readonly threadMs: readonly number[]
}

/** Threads of a page, as Chromium names them: its own, and those of workers. */
type ThreadName = 'CrRendererMain' | 'DedicatedWorker thread'

/** The tasks that the page's own thread ran while `act` went on, or the busiest of its workers. */
export async function taskTimes(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
  thread: ThreadName = 'CrRendererMain',
): Promise<TaskTimes> {
  await browser.startTracing(page, { categories: ['toplevel'] })
  let trace: Buffer
  try {
    await act()
  } finally {
    trace = await browser.stopTracing()
  }
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(trace.toString())
  const tasks = new Map<string, TraceEvent[]>()
  for (const event of traceEvents) {
    if (event.ph !== 'X' || !event.name.endsWith('RunTask')) continue
    const key = `${event.pid} ${event.tid}`
    const own = tasks.get(key)
    if (own === undefined) tasks.set(key, [event])
    else own.push(event)
  }
  const longestFirst = (micros: readonly number[]) => micros.map((one) => one / 1000).sort((a, b) => b - a)
  // Other renderers, such as the browser's own spare one, do next to nothing.
  const [busiest] = traceEvents
    .filter(({ name, args }) => name === 'thread_name' && args?.name === thread)
    .map(({ pid, tid }) => tasks.get(`${pid} ${tid}`) ?? [])
    .sort((a, b) => totalOf(b) - totalOf(a))
  if (busiest === undefined) throw new Error('The trace has no thread of that name')
  return {
    wallMs: longestFirst(busiest.map(({ dur = 0 }) => dur)),
    threadMs: longestFirst(busiest.map(({ tdur = 0 }) => tdur)),
  }
}

function totalOf(events: readonly TraceEvent[]): number {
  return events.reduce((sum, { dur = 0 }) => sum + dur, 0)
}
