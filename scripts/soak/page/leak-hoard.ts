/** What planted leaks keep. Reached from the page's globals, or the engine could see that nobody reads it. */
export const LEAK_HOARD: unknown[] = []
Object.assign(globalThis, { lookoutLeakHoard: LEAK_HOARD })
