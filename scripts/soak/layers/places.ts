import { boardQuestions } from '../board'
import type { SoakedPage } from '../soaked-page'
import type { Loose } from '../verdict'
import type { Asks } from '../verdict-rhythm'

export const BOARD = '/d/soak?kiosk&refresh=15s'
export const OTHER = '/d/soak-other?kiosk&refresh=15s'
export const ALERTS = '/alerts?refresh=15s'
/** Of the board and the other page in turn, each for 20 s. */
export const PLAYLIST = '/tv/soak'
export const LOGS = '/logs?refresh=15s&from=now-15m&to=now'

/** Lines of a log are of uneven height: one row more or less may be in view. */
export const looseOf = (path: string): Loose => (path === LOGS ? { listeners: 4, nodes: 30 } : {})

/**
 * What a place asks with a refresh of 15 s: a board its questions and nothing more often, the list of alerts each of its own every 5 s,
 * and a log its end, which is read once more each tenth time and where it went on meanwhile.
 */
export function asksOf(path: string): Asks {
  if (path === BOARD) return { questions: boardQuestions, most: 1 }
  return { questions: [], most: path === ALERTS ? 3 : 1.5 }
}

/** Whether the same places are there after many refreshes: lines and alerts come and go. */
export const isStill = (path: string) => path === BOARD

/** What is there once a place has its code. */
const SIGNS: readonly (readonly [path: string, selector: string])[] = [
  [ALERTS, '[aria-label="Silence this alert"]'],
  [PLAYLIST, '[data-shown="true"]'],
  [LOGS, '[aria-label="Source"], [aria-label="Order"]'],
]

const MOST_LOOKS = 200

/** The page of a playlist that is on the screen; null before any is. */
const shownOf = (page: SoakedPage) =>
  page.evaluate<string | null>(`document.querySelector('[data-shown="true"]')?.dataset.stage ?? null`)

/** Lets a playlist go on until it shows another page. */
export async function turn(page: SoakedPage): Promise<void> {
  const last = await shownOf(page)
  for (let i = 0; i < MOST_LOOKS; i++) {
    await page.call('advance', 1_000)
    const shown = await shownOf(page)
    if (shown !== last) return
  }
  throw new Error(`The playlist does not go on: it stays at ${last}.`)
}

/** Goes to a place and waits until what it shows is there: of imports a page is not told, so they take real time and told time. */
export async function visit(page: SoakedPage, path: string): Promise<void> {
  await page.call('go', path)
  const sign = SIGNS.find(([place]) => place === path)
  if (sign === undefined) return
  for (let i = 0; i < MOST_LOOKS; i++) {
    if (await page.evaluate<boolean>(`document.querySelector('${sign[1]}') !== null`)) return
    await page.call('advance', 200)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const seen = await page.evaluate<string>('document.body.innerText.slice(0, 500)')
  throw new Error(`${path} did not come; the page says: ${seen}`)
}

/** Each place once, so that what comes with the first visit is there before anything is counted. */
export async function visitAll(page: SoakedPage): Promise<void> {
  for (const path of [OTHER, ALERTS, LOGS, PLAYLIST, BOARD]) await visit(page, path)
}
