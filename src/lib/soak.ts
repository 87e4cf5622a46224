/**
 * What `npm run soak` looks at and does in a page built with `--mode soak`. Other builds have nothing of it: every use stands
 * behind `import.meta.env.MODE === 'soak'`, which the bundler decides.
 */
export interface SoakHooks {
  /** One more or one less of what is made and must be given back. */
  count(name: string, by: 1 | -1): void
  /** The size of a store, read when it is asked for. A later one of the same name takes its place. */
  gauge(name: string, read: () => number): void
  /** The same of a store whose entries have names and a remark: where it grows, the test says which are new. */
  store(name: string, entries: () => ReadonlyMap<string, string>): void
  /** Whether a leak is planted: see `scripts/soak/page/leaks.ts`. */
  forgets(leak: string): boolean
}

declare global {
  var lookoutSoak: SoakHooks | undefined
}

/** A cap of a store, and the small one that a soak test fills before it measures. */
export function cap(real: number, soak: number): number {
  return import.meta.env.MODE === 'soak' ? soak : real
}
