import { expect, test } from 'vitest'
import { installVirtualTime } from './virtual-time'

const time = installVirtualTime()
time.hold()

test('timers run in their order, each when it is due', async () => {
  const startMs = Date.now()
  const ran: [string, number][] = []
  for (const [name, ms] of [
    ['late', 700],
    ['soon', 200],
  ] as const) {
    setTimeout(() => void ran.push([name, Date.now() - startMs]), ms)
  }
  await time.advance(500, async () => undefined)
  expect(ran).toEqual([['soon', 204]])
  await time.advance(500, async () => undefined)
  expect(ran).toEqual([
    ['soon', 204],
    ['late', 704],
  ])
})

test('a timer that is cleared while the page is waited for does not run', async () => {
  let ran = false
  const timer = setTimeout(() => {
    ran = true
  }, 500)
  await time.advance(1_000, async () => clearTimeout(timer))
  expect(ran).toBe(false)
})

test('one that is set while the page is waited for comes first where it is due first', async () => {
  const ran: string[] = []
  setTimeout(() => void ran.push('first set'), 900)
  let isSet = false
  await time.advance(1_000, async () => {
    if (!isSet) setTimeout(() => void ran.push('first due'), 300)
    isSet = true
  })
  expect(ran).toEqual(['first due', 'first set'])
})
