/** What the page tells its backend to do. */
export type WorldCommand =
  /** The log is renamed and begins anew. */
  | { readonly kind: 'rotate' }
  /** Every question is answered with an error. */
  | { readonly kind: 'broken'; readonly on: boolean }
  /** Connections break off, as with a server that is gone. */
  | { readonly kind: 'gone'; readonly on: boolean }
  /** No series and no alert comes or goes: so that what a page holds can be counted before and after. */
  | { readonly kind: 'calm'; readonly on: boolean }
