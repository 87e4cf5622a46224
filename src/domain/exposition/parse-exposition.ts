import type { Labels } from '~/domain/series/frame'
import { createScanner } from './create-scanner'
import type { ExposedSample, Exposition, ExpositionFault, FamilyMetadata } from './exposition'
import { EXPOSITION_LIMITS, type ExpositionLimits, type ExpositionScanner } from './scanner'

export interface ExpositionOptions {
  /** The Content-Type header of the answer; null or undefined where it has none. */
  readonly contentType?: string | null
  readonly limits?: ExpositionLimits
}

const MAX_FAULTS = 100

/** Reads an exposition whole. A line that cannot be read becomes a fault, and the rest is kept; nothing is thrown. */
export function parseExposition(text: string, options: ExpositionOptions = {}): Exposition {
  const { format, scanner } = createScanner(text, options.contentType, options.limits ?? EXPOSITION_LIMITS)
  const samples: ExposedSample[] = []
  const families = new Map<string, FamilyMetadata>()
  const faults: ExpositionFault[] = []
  let faultCount = 0
  for (;;) {
    const entry = scanner.next()
    if (entry === 'end') return { format, samples, families, faults, faultCount }
    if (entry === 'fault') {
      faultCount += 1
      if (faults.length < MAX_FAULTS) faults.push(scanner.fault)
    } else if (entry === 'series') {
      const labels = scanner.labels()
      if (typeof labels === 'string') {
        faultCount += 1
        if (faults.length < MAX_FAULTS) faults.push(scanner.faultOf(labels))
      } else samples.push(sampleOf(scanner, withoutEmpty(labels)))
    } else {
      const { metricName, metadataText } = scanner
      families.set(metricName, { ...families.get(metricName), [entry]: metadataText })
    }
  }
}

function sampleOf(scanner: ExpositionScanner, labels: Labels): ExposedSample {
  const { value, timestampMs, line } = scanner
  const exemplar = scanner.exemplar()
  if (exemplar !== undefined) {
    return { labels, value, line, exemplar, ...(Number.isNaN(timestampMs) ? {} : { timestampMs }) }
  }
  return Number.isNaN(timestampMs) ? { labels, value, line } : { labels, value, line, timestampMs }
}

function withoutEmpty(labels: Labels): Labels {
  for (const value of labels.values()) {
    if (value === '') return new Map([...labels].filter(([, kept]) => kept !== ''))
  }
  return labels
}
