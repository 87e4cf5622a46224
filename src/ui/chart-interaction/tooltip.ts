import styles from './tooltip.module.css'

export interface TooltipRow {
  readonly name: string
  readonly colour: string
  readonly text: string
  readonly unit: string
  /** Beside the value, such as the bounds of its bucket. */
  readonly detail: string
  /** The series nearest to the pointer. */
  readonly nearest: boolean
}

export interface TooltipContent {
  readonly title: string
  readonly rows: readonly TooltipRow[]
  /** Such as "+ 8 more", one a line. */
  readonly notes: readonly string[]
}

interface RowNodes {
  readonly root: HTMLElement
  readonly swatch: HTMLElement
  readonly name: HTMLElement
  readonly value: HTMLElement
  readonly unit: HTMLElement
  readonly detail: HTMLElement
}

interface TooltipNodes {
  readonly root: HTMLElement
  readonly title: HTMLElement
  readonly list: HTMLElement
  readonly note: HTMLElement
  readonly rows: RowNodes[]
}

// One for the page: there is one pointer. It is plain DOM, because a render a mouse move is too slow.
let nodes: TooltipNodes | null = null
let owner: object | null = null

function element(className: string | undefined, parent: HTMLElement): HTMLElement {
  const node = document.createElement('div')
  if (className !== undefined) node.className = className
  parent.append(node)
  return node
}

function build(): TooltipNodes {
  const root = element(styles['tooltip'], document.body)
  // The live region of the chart says the same to those who do not see it.
  root.setAttribute('aria-hidden', 'true')
  const title = element(styles['title'], root)
  const list = element(styles['rows'], root)
  const note = element(styles['note'], root)
  return { root, title, list, note, rows: [] }
}

function setText(node: HTMLElement, text: string) {
  if (node.textContent !== text) node.textContent = text
}

function addRow(to: TooltipNodes): RowNodes {
  const root = element(styles['row'], to.list)
  const swatch = element(styles['swatch'], root)
  const name = element(styles['name'], root)
  const value = element(styles['value'], root)
  const unit = element(styles['unit'], root)
  const detail = element(styles['detail'], root)
  const row = { root, swatch, name, value, unit, detail }
  to.rows.push(row)
  return row
}

/** Shows the tooltip beside a point of the viewport, within it. All text is literal. */
export function showTooltip(by: object, content: TooltipContent, clientX: number, clientY: number): void {
  nodes ??= build()
  owner = by
  setText(nodes.title, content.title)
  content.rows.forEach((row, i) => {
    const at = nodes?.rows[i] ?? (nodes === null ? null : addRow(nodes))
    if (at === null) return
    at.root.hidden = false
    at.root.classList.toggle(styles['nearest'] ?? 'nearest', row.nearest)
    at.swatch.style.background = row.colour
    setText(at.name, row.name)
    setText(at.value, row.text)
    setText(at.unit, row.unit)
    setText(at.detail, row.detail)
  })
  for (const row of nodes.rows.slice(content.rows.length)) row.root.hidden = true
  setText(nodes.note, content.notes.join('\n'))
  nodes.note.hidden = content.notes.length === 0
  nodes.root.dataset['open'] = ''
  const { offsetWidth, offsetHeight } = nodes.root
  const gap = 14
  const edge = 8
  const rightOf = clientX + gap
  const x = rightOf + offsetWidth + edge <= innerWidth ? rightOf : clientX - gap - offsetWidth
  const y = clientY + gap + offsetHeight + edge <= innerHeight ? clientY + gap : clientY - gap - offsetHeight
  const left = Math.max(edge, Math.min(x, innerWidth - offsetWidth - edge))
  const top = Math.max(edge, Math.min(y, innerHeight - offsetHeight - edge))
  nodes.root.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
}

/** Hides the tooltip if it is this chart's. */
export function hideTooltip(by: object): void {
  if (nodes === null || owner !== by) return
  owner = null
  delete nodes.root.dataset['open']
}
