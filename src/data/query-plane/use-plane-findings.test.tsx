// @vitest-environment happy-dom
import { notifyManager, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { createQueryClient } from '~/data/query-client'
import type { QueryPlane } from '~/data/query-plane/plane'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { steady, usePlaneFindings } from '~/data/query-plane/use-plane-findings'
import { METRICS_KEY } from '~/data/query-plane/use-plane-queries'

notifyManager.setScheduler((tell) => tell())
afterEach(cleanup)

const query = { key: 'up', expr: 'up' } as PlaneQuery
const answerOf = (value: number, nowMs: number) => ({ nowMs, tip: { samples: [{ value }] } }) as unknown as QueryData

test('an answer in which the same is found renders nothing anew, and another one does', async () => {
  const client = createQueryClient()
  const plane = { held: () => undefined, load: () => new Promise(() => undefined) } as unknown as QueryPlane
  const findings = [{ query, find: steady((data) => ({ isUp: data.tip?.samples[0]?.value === 1 })) }]
  let renders = 0
  const { result } = renderHook(
    () => {
      renders++
      const [found] = usePlaneFindings(plane, findings)
      return { data: found?.data }
    },
    {
      wrapper: ({ children }: { readonly children: ReactNode }) => (
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      ),
    },
  )
  const tell = (data: QueryData) => act(async () => void client.setQueryData([METRICS_KEY, 'up'], data))
  expect(result.current.data).toBeUndefined()
  await tell(answerOf(1, 1))
  expect(result.current.data).toEqual({ isUp: true })
  const [first, before] = [result.current.data, renders]
  for (let nowMs = 2; nowMs < 5; nowMs++) await tell(answerOf(1, nowMs))
  expect(result.current.data).toBe(first)
  expect(renders).toBe(before)
  await tell(answerOf(0, 5))
  expect(result.current.data).toEqual({ isUp: false })
})
