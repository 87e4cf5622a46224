/** Milliseconds since 1970-01-01T00:00:00Z. */
export type UnixMs = number

/** A length of time in milliseconds. */
export type DurationMs = number
