import type { Labels } from '~/domain/series/frame'

/**
 * Fills the address of a cell: `{{label}}` with the row's label, `{{__value}}` with the cell's value, each encoded so that it can
 * end neither its segment nor its parameter. Null where a value would walk up the path. What it gives is still from outside: it
 * goes through `safeUrl`.
 */
export function fillLink(template: string, labels: Labels, value: number | null): string | null {
  const filled = template.replace(/\{\{([^{}]{1,200})\}\}/g, (_whole, name: string) => {
    const text = name.trim() === '__value' ? String(value ?? '') : (labels.get(name.trim()) ?? '')
    // Half of a pair of surrogates cannot be encoded.
    return encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD'))
  })
  const [path = ''] = filled.split(/[?#]/, 1)
  const isUp = path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment))
  return isUp ? null : filled
}
