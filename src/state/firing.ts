import { createStore } from 'zustand/vanilla'
import type { FiringState } from '~/domain/alerts/firing-state'

/** How many alerts fire now, for what shows it on every page; nothing before it was asked. */
export const firing = createStore<FiringState>(() => ({ count: null, doubt: '', isCurrent: false }))
