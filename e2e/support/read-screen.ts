import type { Page } from '@playwright/test'

/** One line of a legend, bar, slice, arc, lane or cell, as it is read. */
export interface ShownFigure {
  /** Empty where the title of its panel says what it is. */
  readonly name: string
  /** Its figures: of a legend by its columns (`last`, `min`, ...), of everything else `last` alone. */
  readonly texts: Readonly<Record<string, string>>
  /** Undefined for what has no status: lines and slices. */
  readonly status?: string
}

/** A panel or key figure on the page. */
export interface ShownPart {
  readonly id: string
  readonly truth: string
  readonly evaluatedMs: number
  /** All of it, as it is read. */
  readonly text: string
  readonly figures: readonly ShownFigure[]
  /** Of a table: each row, by the titles of its columns. */
  readonly rows: readonly Readonly<Record<string, ShownFigure>>[]
}

/** Every panel (by its id) and key figure (by `kpi <id>`) of the page. */
export async function readScreen(page: Page): Promise<readonly ShownPart[]> {
  return page.locator('[data-truth]').evaluateAll((marks) => {
    const plain = (node: Element | null | undefined) => (node?.textContent ?? '').replace(/\s+/g, ' ').trim()
    const statusOf = (node: Element) => {
      const status = node.getAttribute('data-status')
      return status === null ? {} : { status }
    }

    function figuresOf(mark: Element): ShownFigure[] {
      // Arcs, numbers and tiles.
      const cells = [...mark.querySelectorAll('div[data-status][data-state], article[data-status][data-state]')]
      const bars = [...mark.querySelectorAll('li[data-status][data-state]')]
      const lanes = [...mark.querySelectorAll('[aria-roledescription="state timeline"] [data-status]')]
      const slices = [...mark.querySelectorAll('table[aria-label] tr:has(td[data-state])')].filter(
        (row) => row.querySelector('th') !== null,
      )
      const lines = [...mark.querySelectorAll('tbody tr:has(td[data-column])')]
      const unit = [...(mark.querySelector('thead tr:has([data-column]) th')?.childNodes ?? [])]
        .flatMap((node) => (node instanceof Text ? [node.data.trim()] : []))
        .join('')
      return [
        ...cells.map((cell) => ({
          name: plain(cell.querySelector('bdi')),
          texts: { last: plain(cell.querySelector('p')) },
          ...statusOf(cell),
        })),
        ...bars.map((bar) => ({
          name: plain(bar.querySelector('bdi')),
          texts: { last: plain(bar.lastElementChild?.lastElementChild) },
          ...statusOf(bar),
        })),
        ...lanes.map((lane) => ({
          name: plain(lane.querySelector('bdi')),
          texts: { last: plain(lane.querySelector('bdi + span')), share: plain(lane.lastElementChild) },
          ...statusOf(lane),
        })),
        ...slices.map((row) => ({
          name: plain(row.querySelector('th')),
          texts: { last: plain(row.querySelector('td')), share: plain(row.querySelector('td:last-child')) },
        })),
        ...lines.map((row) => ({
          name: plain(row.querySelector('th')),
          texts: Object.fromEntries(
            [...row.querySelectorAll('td')].map((cell) => {
              const text = plain(cell)
              return [cell.dataset['column'] ?? '', unit === '' || !/\d/.test(text) ? text : `${text} ${unit}`]
            }),
          ),
        })),
      ]
    }

    function rowsOf(mark: Element): Record<string, ShownFigure>[] {
      const titles = [...mark.querySelectorAll('table[aria-rowcount] thead th')].map(plain)
      return [...mark.querySelectorAll('table[aria-rowcount] tbody tr')].map((row) =>
        Object.fromEntries(
          [...row.querySelectorAll('td')].map((cell, i) => [
            titles[i] ?? '',
            { name: '', texts: { last: plain(cell.querySelector('bdi') ?? cell) }, ...statusOf(cell) },
          ]),
        ),
      )
    }

    return marks.map((mark) => {
      const kpi = mark.getAttribute('data-kpi')
      return {
        id: kpi === null ? (mark.getAttribute('data-panel') ?? '') : `kpi ${kpi}`,
        truth: mark.getAttribute('data-truth') ?? '',
        evaluatedMs: Number(mark.getAttribute('data-evaluated-ms') ?? Number.NaN),
        text: plain(mark),
        figures: figuresOf(mark),
        rows: rowsOf(mark),
      }
    })
  })
}
