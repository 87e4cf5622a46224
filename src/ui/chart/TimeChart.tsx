import { memo, useLayoutEffect, useRef } from 'react'
import { ChartHost } from './ChartHost'
import { createTimeChart, type TimeChartControl } from './time-chart'
import type { TimeChartProps } from './time-chart-props'

/**
 * Lines over time on a canvas that fills its container. Drag zooms, double click zooms back; with the keyboard, arrows,
 * Home and End move the crosshair and the values are announced.
 */
export const TimeChart = memo(function TimeChart(props: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null)
  const live = useRef<HTMLDivElement>(null)
  const control = useRef<TimeChartControl | null>(null)
  const newest = useRef(props)
  newest.current = props

  useLayoutEffect(() => {
    if (host.current === null) return
    const chart = createTimeChart(host.current, newest.current, (text) => {
      if (live.current !== null) live.current.textContent = text
    })
    control.current = chart
    return () => {
      control.current = null
      chart.destroy()
    }
  }, [])

  useLayoutEffect(() => {
    control.current?.update(props)
  }, [props])

  return (
    <>
      <ChartHost label={props.label} old={props.old === true} hostRef={host} />
      <div ref={live} className="sr-only" aria-live="polite" />
    </>
  )
})
