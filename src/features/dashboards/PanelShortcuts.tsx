import type { PanelActions } from '~/features/dashboards/use-panel-actions'
import type { Shortcut } from '~/ui/primitives/shortcuts/registry'
import { useShortcuts } from '~/ui/primitives/shortcuts/use-shortcuts'

const GROUP = 'Panel under the pointer'

/** The keys of the panel under the pointer, or with the focus; mounted while there is one. */
export function PanelShortcuts({ actions }: { readonly actions: PanelActions }) {
  const { toggleLarge, copyLink, toggleBounds, showLogs } = actions
  const shortcuts: Shortcut[] = [
    { keys: 'v', label: 'View the panel large, or go back', group: GROUP, run: toggleLarge },
    { keys: 'p u', label: 'Copy a link to the panel', group: GROUP, run: copyLink },
  ]
  if (toggleBounds !== null) {
    shortcuts.push({ keys: 'p b', label: 'Show or hide bucket bounds', group: GROUP, run: toggleBounds })
  }
  if (showLogs !== null) shortcuts.push({ keys: 'p l', label: 'Logs of this window', group: GROUP, run: showLogs })
  useShortcuts(shortcuts)
  return null
}
