import type { CDPSession } from '@playwright/test'

/** Bytes that the page's own thread uses once its garbage is collected. */
export async function usedBytes(devtools: CDPSession): Promise<{ objects: number; buffers: number }> {
  // What one collection frees may hold what the next one frees.
  for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize } = await devtools.send('Runtime.getHeapUsage')
  return { objects: usedSize, buffers: backingStorageSize }
}
