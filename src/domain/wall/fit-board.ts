/** What is to be placed: in the order it is read in, with the weights of the dashboard's own layout. */
export interface FitItem {
  readonly id: string
  /** Columns and rows that its dashboard gives it: how what is left over is shared. */
  readonly w: number
  readonly h: number
  /** Below this its text is cut, in rem. */
  readonly minWidth: number
  readonly minHeight: number
  /** Items of one band stand beside each other in the dashboard: they stay so where that costs nothing. */
  readonly band: string
}

export interface FitScreen {
  /** CSS pixels that the board has. */
  readonly width: number
  readonly height: number
  /** Between two neighbours, in rem. */
  readonly gap: number
}

/** CSS pixels from the board's upper left corner. */
export interface FitPlace {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface FitPlan {
  /** CSS pixels of one rem: the size of all text. */
  readonly remPx: number
  readonly places: readonly FitPlace[]
}

/** The board in rem where nothing is scarce: between head and foot of a screen of 1920x1080 a rem is 24 px then. */
const ROOMY_WIDTH = 76
const ROOMY_HEIGHT = 36
/** Text smaller than this nobody reads; what does not fit then is squeezed. */
const LEAST_REM_PX = 6
const STEP_PX = 0.5
/** What it costs to put two bands into one row, and to break one, in rem of height and in strain alike. */
const MIXED = 0.8
const CUT = 0.4
/** So much smaller a text may be for the sake of the dashboard's own rows: nobody sees that from afar, and everybody a row that is broken. */
const ORDER_WORTH = 0.94

/**
 * Places a board on a screen: in rows, in its order, with text as large as all of it allows. Every item lies inside, none over another,
 * also where the screen is too small for all of them to be read.
 */
export function fitBoard(items: readonly FitItem[], screen: FitScreen): FitPlan {
  const most = roomyRemPx(screen)
  if (items.length === 0) return { remPx: most, places: [] }
  const found = largestPlan(items, screen, most, LEAST_REM_PX)
  if (found !== null && found.disorder > 0) {
    for (let remPx = found.remPx - STEP_PX; remPx >= found.remPx * ORDER_WORTH; remPx -= STEP_PX) {
      const plan = planAt(items, screen, remPx)
      if (plan !== null && plan.disorder < found.disorder) return { remPx, places: plan.places }
    }
  }
  if (found !== null) return { remPx: found.remPx, places: found.places }
  const remPx = Math.min(most, LEAST_REM_PX)
  return { remPx, places: place(inEvenRows(items, screen), screen, remPx).places }
}

/** The plan with the largest text in which all has its room; null for none. */
function largestPlan(items: readonly FitItem[], screen: FitScreen, most: number, least: number) {
  for (let remPx = most; remPx >= least; remPx -= STEP_PX) {
    const plan = planAt(items, screen, remPx)
    if (plan !== null) return { remPx, ...plan }
  }
  return null
}

/** The best of the ways to break the items into rows with text of a size; null where none of them leaves each its room. */
function planAt(items: readonly FitItem[], screen: FitScreen, remPx: number) {
  const board = boardOf(screen, remPx)
  const plans = partitions(items, board, screen.gap)
    .filter(({ height }) => height <= board.height)
    .map(({ rows }) => place(rows, screen, remPx))
  return plans.sort((a, b) => a.strain - b.strain)[0] ?? null
}

/** CSS pixels of one rem where nothing is scarce. */
export function roomyRemPx({ width, height }: Pick<FitScreen, 'width' | 'height'>): number {
  const fitting = Math.min(width / ROOMY_WIDTH, height / ROOMY_HEIGHT)
  return Math.max(STEP_PX, Math.floor(fitting / STEP_PX) * STEP_PX)
}

interface Size {
  readonly width: number
  readonly height: number
}

/** Room for the items in rem. */
function boardOf({ width, height }: FitScreen, remPx: number): Size {
  return { width: width / remPx, height: height / remPx }
}

interface Partition {
  readonly rows: readonly (readonly FitItem[])[]
  /** At least, in rem. */
  readonly height: number
}

/** Of each number of rows the lowest way to break the items into them; none where an item is too wide. */
function partitions(items: readonly FitItem[], board: Size, gap: number): Partition[] {
  const count = items.length
  // costs[k][i]: the first i items in k rows. `breaks` tells where the last of those rows begins.
  let costs: number[] = [0, ...Array<number>(count).fill(Number.POSITIVE_INFINITY)]
  const breaks: number[][] = []
  const found: Partition[] = []
  for (let k = 1; k <= count; k++) {
    const next = Array<number>(count + 1).fill(Number.POSITIVE_INFINITY)
    const from = Array<number>(count + 1).fill(0)
    for (let end = k; end <= count; end++) {
      let width = -gap
      let height = 0
      let mixed = 0
      for (let start = end - 1; start >= k - 1; start--) {
        const item = items[start]
        if (item === undefined) break
        width += item.minWidth + gap
        height = Math.max(height, item.minHeight)
        if (width > board.width) break
        if (start < end - 1 && item.band !== items[start + 1]?.band) mixed++
        // What stands beside each other stays so: that never costs much of a line.
        const isCut = start > 0 && item.band === items[start - 1]?.band
        const own = height + MIXED * mixed + (isCut ? CUT : 0)
        const cost = (costs[start] ?? Number.POSITIVE_INFINITY) + own
        if (cost < (next[end] ?? Number.POSITIVE_INFINITY)) {
          next[end] = cost
          from[end] = start
        }
      }
    }
    breaks.push(from)
    costs = next
    if (!Number.isFinite(next[count])) continue
    const rows = readRows(items, breaks, k)
    found.push({ rows, height: rows.reduce((sum, row) => sum + heightOf(row), (k - 1) * gap) })
  }
  return found
}

function readRows(items: readonly FitItem[], breaks: readonly (readonly number[])[], count: number) {
  const rows: (readonly FitItem[])[] = []
  let end = items.length
  for (let k = count; k >= 1; k--) {
    const start = breaks[k - 1]?.[end] ?? 0
    rows.unshift(items.slice(start, end))
    end = start
  }
  return rows
}

function heightOf(row: readonly FitItem[]): number {
  return Math.max(...row.map(({ minHeight }) => minHeight))
}

/** As many rows as make the items about as wide as the screen. */
function inEvenRows(items: readonly FitItem[], { width, height }: FitScreen): (readonly FitItem[])[] {
  const perRow = Math.max(1, Math.ceil(Math.sqrt((items.length * width) / Math.max(1, height))))
  const rows: (readonly FitItem[])[] = []
  for (let i = 0; i < items.length; i += perRow) rows.push(items.slice(i, i + perRow))
  return rows
}

/** Shares the board's room: each has what it needs, and of the rest what its dashboard gives it. `strain`: how far from that shape. */
function place(rows: readonly (readonly FitItem[])[], screen: FitScreen, remPx: number) {
  const { width, height } = screen
  const gap = Math.min(
    screen.gap * remPx,
    height / (2 * rows.length),
    width / (2 * Math.max(...rows.map(({ length }) => length))),
  )
  const heights = share(
    rows.map((row) => ({ min: heightOf(row) * remPx, weight: Math.max(...row.map(({ h }) => h)) })),
    height - gap * (rows.length - 1),
  )
  const places: FitPlace[] = []
  let strain = 0
  let y = 0
  for (const [i, row] of rows.entries()) {
    const rowHeight = heights[i] ?? 0
    const widths = share(
      row.map(({ minWidth, w }) => ({ min: minWidth * remPx, weight: w })),
      width - gap * (row.length - 1),
    )
    let x = 0
    for (const [j, item] of row.entries()) {
      const itemWidth = widths[j] ?? 0
      places.push({ id: item.id, x, y, width: itemWidth, height: rowHeight })
      strain += Math.abs(
        Math.log(itemWidth / rowHeight / (((item.w / 24) * width) / (Math.max(4, item.h) * 2.5 * remPx))),
      )
      x += itemWidth + gap
    }
    y += rowHeight + gap
  }
  const disorder = disorderOf(rows)
  return { places, disorder, strain: strain / places.length + disorder }
}

/** How much of the dashboard's own rows is lost. */
function disorderOf(rows: readonly (readonly FitItem[])[]): number {
  const mixed = rows.map((row) => new Set(row.map(({ band }) => band)).size - 1)
  const cut = rows.slice(1).filter((row, i) => row[0]?.band === rows[i]?.at(-1)?.band)
  return MIXED * mixed.reduce((sum, count) => sum + count, 0) + CUT * cut.length
}

/** Splits a length: first what each needs, then the rest by weight; where there is too little, by need alone. */
function share(parts: readonly { readonly min: number; readonly weight: number }[], length: number): number[] {
  const needed = parts.reduce((sum, { min }) => sum + min, 0)
  if (needed >= length) return parts.map(({ min }) => (min / needed) * length)
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0)
  return parts.map(({ min, weight }) => min + ((length - needed) * weight) / weights)
}
