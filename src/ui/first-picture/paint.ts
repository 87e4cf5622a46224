import type { ReactNode } from 'react'

const SVG = 'http://www.w3.org/2000/svg'
const FRAGMENT = Symbol.for('react.fragment')
/** SVG attributes that React writes with a capital and SVG with a hyphen. */
const HYPHENATED = /^(?:stroke|fill|clip|font|text|vector|stop|dominant|marker)[A-Z]/

interface ElementLike {
  readonly type: unknown
  readonly props: Readonly<Record<string, unknown>>
}

/**
 * Appends what an element tree looks like to `parent`, without React: for the first picture of a page, which is drawn before
 * React has been read. Components must be plain functions without hooks; handlers are left out, a `ref` function is called.
 * The markup equals React's, see the test.
 */
export function paintInto(parent: Element, node: ReactNode): void {
  if (node === null || node === undefined || typeof node === 'boolean') return
  if (typeof node === 'string' || typeof node === 'number' || typeof node === 'bigint') {
    parent.append(String(node))
  } else if (isIterable(node)) {
    for (const each of node) paintInto(parent, each)
  } else if (isElement(node)) {
    paintElement(parent, node)
  }
}

function paintElement(parent: Element, { type, props }: ElementLike): void {
  if (type === FRAGMENT) paintInto(parent, props['children'] as ReactNode)
  else if (typeof type === 'function') paintInto(parent, type(props) as ReactNode)
  else if (typeof type === 'string') paintHost(parent, type, props)
  else throw new TypeError('The first picture is made of plain components alone.')
}

function paintHost(parent: Element, type: string, props: ElementLike['props']): void {
  const inSvg = type === 'svg' || (parent.namespaceURI === SVG && parent.localName !== 'foreignObject')
  const element = inSvg ? document.createElementNS(SVG, type) : document.createElement(type)
  for (const [name, value] of Object.entries(props)) setProp(element, name, value)
  paintInto(element, props['children'] as ReactNode)
  parent.append(element)
  if (typeof props['ref'] === 'function') props['ref'](element)
}

function setProp(element: HTMLElement | SVGElement, name: string, value: unknown): void {
  if (name === 'children' || name === 'ref' || value === null || value === undefined) return
  if (typeof value === 'function') return
  if (name === 'style') {
    setStyle(element, value as Readonly<Record<string, unknown>>)
    return
  }
  const isWord = name.startsWith('aria-') || name.startsWith('data-')
  if (value === false && !isWord) return
  const text = value === true && !isWord ? '' : String(value)
  element.setAttribute(attributeName(element, name), text)
}

function attributeName(element: Element, name: string): string {
  if (name === 'className') return 'class'
  if (name === 'htmlFor') return 'for'
  if (element.namespaceURI !== SVG) return name.toLowerCase()
  return HYPHENATED.test(name) ? name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`) : name
}

/** Through the object model, which the Content-Security-Policy allows. */
function setStyle(element: HTMLElement | SVGElement, style: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(style)) {
    if (value === null || value === undefined) continue
    if (name.startsWith('--')) element.style.setProperty(name, String(value))
    else Reflect.set(element.style, name, String(value))
  }
}

function isIterable(node: unknown): node is Iterable<ReactNode> {
  return typeof node === 'object' && node !== null && Symbol.iterator in node
}

function isElement(node: unknown): node is ElementLike {
  return typeof node === 'object' && node !== null && 'type' in node && 'props' in node
}
