/** A run of text or what marks it. There is no HTML: it is text like any other. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'strong' | 'em' | 'del'; readonly children: readonly Inline[] }
  /** `url` is as it was written: whoever makes a link of it passes it through `safeUrl`. */
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] }

export type Align = 'left' | 'right' | 'center'

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4 | 5 | 6; readonly children: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  /** `start` is null for a list without numbers. */
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'table'
      readonly aligns: readonly Align[]
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }

export interface MarkdownDocument {
  readonly blocks: readonly Block[]
  /** The text was longer than `MAX_MARKDOWN` characters; the rest is left out. */
  readonly cut: boolean
}
