/** Code in a chunk of its own, for what must know whether it is there. */
export interface LateCode<Code> {
  /** undefined until it has come. */
  loaded(): Code | undefined
  /** Fetches it; rejects where it cannot be had, and tries again when asked again. */
  load(): Promise<Code>
}

export function lateCode<Code>(fetch: () => Promise<Code>): LateCode<Code> {
  let code: Code | undefined
  return {
    loaded: () => code,
    async load() {
      code ??= await fetch()
      return code
    },
  }
}
