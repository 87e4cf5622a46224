import type { PanelActions } from '~/features/dashboards/use-panel-actions'
import { useShortcuts } from '~/ui/primitives/shortcuts/use-shortcuts'

/** The keys of the panel under the pointer, or with the focus; mounted while there is one. */
export function PanelShortcuts({ actions }: { readonly actions: PanelActions }) {
  useShortcuts([
    {
      keys: 'v',
      label: 'View the panel large, or go back',
      group: 'Panel under the pointer',
      run: actions.toggleLarge,
    },
    { keys: 'p u', label: 'Copy a link to the panel', group: 'Panel under the pointer', run: actions.copyLink },
  ])
  return null
}
