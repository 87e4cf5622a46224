import { LineDetails, type LineDetailsProps } from './LineDetails'
import { LineRow, type LineRowProps } from './LineRow'
import { fullTimeOf, shortTimeOf } from './line-time'

interface OpenableLineProps extends Omit<LineDetailsProps, 'fullTime'> {
  readonly timeZone: string
  readonly tell?: LineRowProps['tell']
  readonly isOpen: boolean
  readonly isLinked?: boolean
  readonly onToggle: (id: string) => void
}

/** A line in a list, with all that it says below it while it is open. */
export function OpenableLine(props: OpenableLineProps) {
  const { timeZone, tell, isOpen, isLinked = false, onToggle, ...details } = props
  const { line, columns } = details
  const fullTime = fullTimeOf(line.timeMs, timeZone)
  return (
    <>
      <LineRow
        {...{ line, fullTime, columns, tell, isOpen, isLinked, onToggle }}
        time={shortTimeOf(line.timeMs, timeZone)}
      />
      {isOpen && <LineDetails {...details} fullTime={fullTime} />}
    </>
  )
}
