// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Figure } from './Figure'

afterEach(cleanup)

test('what is at least so much has a sign for who sees it, and words for who does not', () => {
  const { container, rerender } = render(<Figure text="10" unit="s" atLeast />)
  const [sign, words] = container.querySelectorAll('span')
  expect([sign?.textContent, sign?.getAttribute('aria-hidden'), sign?.title]).toEqual(['≥ ', 'true', 'at least 10 s'])
  expect([words?.textContent, words?.className]).toEqual(['at least ', 'sr-only'])
  expect(container.textContent).toBe('≥ at least 10 s')
  rerender(<Figure text="9" unit="s" atLeast={false} />)
  expect(container.innerHTML).toBe('9<small> s</small>')
  rerender(<Figure text="No data" unit="" />)
  expect(container.innerHTML).toBe('No data')
})
