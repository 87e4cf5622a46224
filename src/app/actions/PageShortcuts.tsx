import { useNavigate } from 'react-router-dom'
import { useCrosshair } from '~/state/crosshair'
import { useShortcuts } from '~/ui/primitives/shortcuts/use-shortcuts'
import type { PageActions, ThemeChoice } from './use-page-actions'

export interface PageShortcutsProps {
  readonly actions: PageActions
  readonly theme: Exclude<ThemeChoice, 'system'>
  readonly kiosk: boolean
  readonly onFind: () => void
  readonly onHelp: () => void
}

/** The keys of the page, by conventions of Grafana and Perses. */
export function PageShortcuts({ actions, theme, kiosk, onFind, onHelp }: PageShortcutsProps) {
  const navigate = useNavigate()
  useShortcuts([
    { keys: '?', label: 'Show these shortcuts', group: 'General', run: onHelp },
    { keys: 'mod+k', label: 'Find a dashboard, a panel or a command', group: 'General', run: onFind },
    { keys: 'g h', label: 'Go home', group: 'General', run: () => void navigate('/') },
    { keys: 'g a', label: 'Go to the alerts', group: 'General', run: () => void navigate('/alerts') },
    { keys: 'g b', label: 'Go to the error budgets', group: 'General', run: () => void navigate('/slo') },
    { keys: 'g c', label: 'Go to the cost', group: 'General', run: () => void navigate('/cost') },
    { keys: 'g l', label: 'Go to the logs', group: 'General', run: () => void navigate('/logs') },
    { keys: 'g t', label: 'Go to the traces', group: 'General', run: () => void navigate('/traces') },
    { keys: 'd r', label: 'Refresh now', group: 'General', run: actions.refresh },
    { keys: 'd f', label: 'Filter every panel by a label', group: 'General', run: actions.addFilter },
    { keys: 'd k', label: 'Kiosk: hide navigation and controls', group: 'General', run: actions.toggleKiosk },
    {
      keys: 'd a',
      label: 'Show or hide restarts, deploys and alerts on charts',
      group: 'General',
      isActive: () => actions.annotations !== 'none',
      run: actions.toggleAnnotations,
    },
    {
      keys: 'escape',
      label: 'Leave the kiosk',
      group: 'General',
      isActive: () => kiosk,
      run: actions.toggleKiosk,
    },
    {
      keys: 'c t',
      label: 'Switch between light and dark',
      group: 'General',
      run: () => actions.setTheme(theme === 'dark' ? 'light' : 'dark'),
    },
    {
      keys: 'mod+o',
      label: 'One crosshair for all panels, or one for each',
      group: 'General',
      run: () => useCrosshair.getState().toggle(),
    },
    { keys: 't -', aliases: ['t o'], label: 'Zoom out', group: 'Time', run: actions.zoomOut },
    { keys: 't +', aliases: ['t =', 't i'], label: 'Zoom in', group: 'Time', run: actions.zoomIn },
    { keys: 't left', label: 'Earlier', group: 'Time', run: () => actions.shift('back') },
    { keys: 't right', label: 'Later', group: 'Time', run: () => actions.shift('forward') },
    { keys: 'ctrl+z', label: 'Back to the range before', group: 'Time', run: actions.zoomBack },
    { keys: 't a', label: 'Make the range absolute', group: 'Time', run: actions.makeAbsolute },
    {
      keys: 'd c',
      label: 'Compare with yesterday, with last week, with nothing',
      group: 'Time',
      run: actions.cycleCompare,
    },
    { keys: 't c', label: 'Copy the range', group: 'Time', run: actions.copyRange },
    { keys: 't v', label: 'Paste a range', group: 'Time', run: actions.pasteRange },
  ])
  return null
}
