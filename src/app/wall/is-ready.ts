/** Whether a page that nobody sees yet has drawn what it shows: no panel of it waits for its first answer. */
export function isReady(stage: Element | null): boolean {
  const main = stage?.querySelector('main')
  if (main == null || main.childElementCount === 0) return false
  if (main.querySelector('[data-truth="loading"], [data-mark="loading"]') !== null) return false
  // Of a board that is being placed there is nothing yet.
  const board = main.querySelector('[data-board]')
  return board === null || board.querySelector('[data-truth]') !== null
}
