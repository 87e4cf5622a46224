import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { useServices } from '~/data/services-context'
import { askOptions, optionStoreOf } from '~/data/variables/templating'
import type { Dashboard } from '~/domain/dashboards/model'
import { type FilledDashboard, fillDashboard } from '~/domain/variables/template'
import { useSame } from '~/features/dashboards/use-same'
import { VariableBar } from '~/features/dashboards/variables/VariableBar'
import { useFilledDashboard } from '~/state/filled-dashboard'
import { useView } from '~/state/use-view'
import type { View } from '~/state/view'
import { viewDefaultsOf } from '~/state/view-defaults'
import { StatusChip } from '~/ui/status/StatusChip'
import styles from './templated-dashboard.module.css'

export interface TemplatedDashboardProps {
  /** As its file says. */
  readonly dashboard: Dashboard
  /** Draws the dashboard for what is chosen. */
  readonly show: (dashboard: Dashboard) => ReactNode
  /** Without controls. */
  readonly bare: boolean
}

/** A dashboard with variables, or with filters: the controls, and what they choose. */
export function TemplatedDashboard({ dashboard, show, bare }: TemplatedDashboardProps) {
  const services = useServices()
  const { config, plane } = services
  const store = optionStoreOf(services)
  const defaults = useMemo(() => viewDefaultsOf(dashboard, config.refreshMs), [dashboard, config.refreshMs])
  const [view, change] = useView(defaults)
  const { from, to, kiosk, hideVariables } = view
  // Every other change of the address makes a new map that says the same.
  const choice = useSame([...view.vars])
  const vars = useMemo(() => new Map(choice), [choice])
  const range = useMemo(() => ({ from, to }), [from, to])
  const version = useSyncExternalStore(store.subscribe, store.version)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for what the store holds
  const filled = useMemo(
    () => fillDashboard(dashboard, vars, (question) => store.held(question, range)),
    [dashboard, vars, range, store, version],
  )
  const { resolution } = filled
  const { variables } = resolution

  useEffect(() => {
    // What is needed is asked at once; what is old is asked again as time goes on.
    const ask = () => void askOptions(store, resolution, range)
    ask()
    return plane.subscribe(ask)
  }, [resolution, store, range, plane])

  const { dashboard: shown, isOfBefore } = useShown(filled, vars)
  useLayoutEffect(() => {
    useFilledDashboard.setState({ file: dashboard, dashboard: shown })
    return () => useFilledDashboard.setState({ file: null, dashboard: null })
  }, [dashboard, shown])
  const board = shown && (
    // The same nodes whether or not: panels keep their state.
    <div className={styles['chosen']} data-before={isOfBefore || undefined} aria-busy={isOfBefore || undefined}>
      {isOfBefore && (
        <p className={styles['before']} role="status">
          <StatusChip
            mark="loading"
            word="still the choice before"
            reason="What is chosen now takes values that are being asked for. Until they are known, this is what was chosen before."
          />
        </p>
      )}
      <div className={styles['board']}>{show(shown)}</div>
    </div>
  )
  if (bare || kiosk || hideVariables) return board
  return (
    <div data-barred>
      <VariableBar variables={variables} vars={vars} range={range} onChange={(next) => change({ vars: next })} />
      {board}
    </div>
  )
}

interface Shown {
  readonly dashboard: Dashboard | null
  /** It is that of another choice: what the address chooses is not known yet. */
  readonly isOfBefore: boolean
}

/** The newest dashboard that all is known for; the same object while it says the same, so that panels keep their state. */
function useShown({ dashboard, resolution }: FilledDashboard, vars: View['vars']): Shown {
  const last = useRef<{
    /** As it was filled, and as it is shown: the first that said the same. */
    readonly filled: Dashboard
    readonly shown: Dashboard
    readonly text: string
    readonly vars: View['vars']
  }>(null)
  const before = last.current
  if (resolution.waiting.length > 0) {
    return { dashboard: before?.shown ?? null, isOfBefore: before !== null && before.vars !== vars }
  }
  if (before?.filled !== dashboard || before.vars !== vars) {
    const text = before?.filled === dashboard ? before.text : JSON.stringify(dashboard)
    last.current = { filled: dashboard, shown: before?.text === text ? before.shown : dashboard, text, vars }
  }
  return { dashboard: last.current?.shown ?? null, isOfBefore: false }
}
