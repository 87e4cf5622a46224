const WAIT_MS = 20_000

/** Waits until a server says at `/-/ready` that it is; throws after 20 s. */
export async function untilReady(url: string, title: string): Promise<void> {
  const endMs = Date.now() + WAIT_MS
  while (Date.now() < endMs) {
    const ready = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${title} did not become ready within ${WAIT_MS / 1000} s`)
}
