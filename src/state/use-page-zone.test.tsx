// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, expect, test } from 'vitest'
import { preferences } from '~/state/preferences'
import { usePageZone } from '~/state/use-page-zone'

afterEach(() => {
  cleanup()
  preferences.setState({ timeZone: null })
})

function zoneAt(address: string, configured: string) {
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <MemoryRouter initialEntries={[address]}>{children}</MemoryRouter>
  )
  return renderHook(() => usePageZone(configured), { wrapper }).result.current
}

test('the link decides, else the reader, else the installation', () => {
  expect(zoneAt('/slo', 'Asia/Tokyo')).toEqual({ timeZone: 'Asia/Tokyo', known: true, wish: 'Asia/Tokyo' })
  preferences.setState({ timeZone: 'Europe/Berlin' })
  expect(zoneAt('/slo', 'Asia/Tokyo').timeZone).toBe('Europe/Berlin')
  expect(zoneAt('/slo?tz=UTC', 'Asia/Tokyo')).toEqual({ timeZone: 'UTC', known: true, wish: 'utc' })
})

test('a zone that nobody knows is said, with UTC in its place', () => {
  expect(zoneAt('/slo?timezone=Mars/Phobos', 'browser')).toEqual({ timeZone: 'UTC', known: false, wish: 'Mars/Phobos' })
  expect(zoneAt('/slo?timezone=%3Cb%3E', 'Asia/Tokyo').wish).toBe('Asia/Tokyo')
})
