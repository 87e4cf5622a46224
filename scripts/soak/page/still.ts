/** What changes with each refresh or second; nothing else has its place by it. That the picture moves each minute is undone, too. */
const MOVING = [
  '[data-panel] > :not(header)',
  '[data-testid="pulse"]',
  '[data-testid="wall-clock"]',
  '[data-testid="wall-alerts"]',
  '[data-testid="shade"]',
]
const sheet = new CSSStyleSheet()
sheet.replaceSync(`
  ${MOVING.flatMap((each) => [each, `${each} *`]).join()} { visibility: hidden !important }
  [data-drifts], [data-fit] { translate: none !important }
  main { top: 0 !important; left: 0 !important }
  /* Round corners are a shade off where the picture has moved and moved back. */
  * { transition: none !important; border-radius: 0 !important }
`)

/** Hides it until it is told to show it again, and waits for the frame. */
export async function hideValues(isOn: boolean): Promise<void> {
  const others = document.adoptedStyleSheets.filter((each) => each !== sheet)
  document.adoptedStyleSheets = isOn ? [...others, sheet] : others
  await new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
}
