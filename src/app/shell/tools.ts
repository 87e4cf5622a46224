import { preloadable } from '~/ui/primitives/preloadable'

const load = () => import('./ShellTools')

/** Controls, shortcuts, dialogs and notes: one chunk that comes after the first panels. */
export const shellTools = preloadable(() => load().then((module) => module.ShellTools))
/** From the same chunk: it stands elsewhere on the page. */
export const outageBanner = preloadable(() => load().then((module) => module.OutageBanner))
