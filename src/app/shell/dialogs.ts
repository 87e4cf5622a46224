import { preloadable } from '~/ui/primitives/preloadable'

/** The dialogs of the page; each is a chunk of its own that carries Base UI. */
export const palette = preloadable(() => import('../palette/PagePalette').then((module) => module.PagePalette))
export const sheet = preloadable(() => import('../actions/ShortcutSheet').then((module) => module.ShortcutSheet))
