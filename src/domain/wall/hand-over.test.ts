import { describe, expect, it } from 'vitest'
import { handOverAddress } from './hand-over'

const ORIGIN = 'https://lookout.example'

describe('handOverAddress', () => {
  it.each([
    ['a page', '/d/shorts-main', '?kiosk&autofitpanels', '/d/shorts-main'],
    ['its range', '/d/shorts-main', '?from=now-6h&to=now&kiosk', '/d/shorts-main?from=now-6h&to=now'],
    ['its variables', '/d/a', '?var-service=api&var-service=b%26c', '/d/a?var-service=api&var-service=b%26c'],
    ['no token', '/d/a', '?access_token=s3cret&from=now-1h&to=now&sig=abc', '/d/a?from=now-1h&to=now'],
    ['nothing of the screen', '/d/a', '?theme=dark&refresh=5s&overscan=3', '/d/a'],
    ['a query of logs', '/logs', '?q=level%3Derror', '/logs?q=level%3Derror'],
  ])('%s', (_name, path, search, expected) => {
    expect(handOverAddress(ORIGIN, path, search)).toBe(ORIGIN + expected)
  })
})
