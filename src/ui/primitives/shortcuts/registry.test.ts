// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { createShortcutRegistry, type Shortcut } from './registry'

function shortcut(keys: string, run: () => void, more: Partial<Shortcut> = {}): Shortcut {
  return { keys, label: keys, group: 'General', run, ...more }
}

/** Sends a key from an element through a registry and says whether its default was prevented. */
function send(registry: ReturnType<typeof createShortcutRegistry>, from: Element, key: string): boolean {
  document.body.replaceChildren(from)
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  const listener = (heard: Event) => registry.handle(heard as KeyboardEvent, 0)
  document.addEventListener('keydown', listener)
  from.dispatchEvent(event)
  document.removeEventListener('keydown', listener)
  return event.defaultPrevented
}

function element(html: string): Element {
  const [tag = 'div', attribute = '', value = ''] = html.split(/[ =]/)
  const made = document.createElement(tag)
  if (attribute !== '') made.setAttribute(attribute, value)
  return made
}

describe('the shortcut registry', () => {
  it.each([
    ['button', true],
    ['input type=checkbox', true],
    ['input type=text', false],
    ['input', false],
    ['textarea', false],
    ['select', false],
    ['div role=dialog', false],
    ['div role=menu', false],
  ])('from %s: %s', (html, runs) => {
    const registry = createShortcutRegistry(false)
    const run = vi.fn()
    registry.add([shortcut('v', run)])
    expect(send(registry, element(html), 'v')).toBe(runs)
    expect(run).toHaveBeenCalledTimes(runs ? 1 : 0)
  })

  it('lets the key through when the shortcut does not apply', () => {
    const registry = createShortcutRegistry(false)
    const run = vi.fn()
    registry.add([shortcut('escape', run, { isActive: () => false })])
    expect(send(registry, element('div'), 'Escape')).toBe(false)
    expect(run).not.toHaveBeenCalled()
  })

  it('takes an alias', () => {
    const registry = createShortcutRegistry(false)
    const run = vi.fn()
    registry.add([shortcut('+', run, { aliases: ['='] })])
    send(registry, element('div'), '=')
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('lists exactly what is registered and tells when it changes', () => {
    const registry = createShortcutRegistry(false)
    const heard = vi.fn()
    registry.subscribe(heard)
    const first = shortcut('a', () => undefined)
    const remove = registry.add([first])
    expect(registry.list()).toEqual([first])
    remove()
    expect(registry.list()).toEqual([])
    expect(heard).toHaveBeenCalledTimes(2)
  })
})
