import { useOutlook } from '~/data/outlook/use-outlook'
import { displayText } from '~/lib/display-text'
import parts from '~/ui/parts.module.css'
import { Button } from '~/ui/primitives/Button'
import { classNames } from '~/ui/primitives/class-names'
import { FileIssues } from '~/ui/primitives/FileIssues'
import { CapacityPart } from './CapacityPart'
import { DeployPart } from './DeployPart'
import styles from './outlook.module.css'
import { SignalPart } from './SignalPart'

/** Health over time: what is unusual, what deploys changed, and what fills up. */
export function OutlookPage() {
  const { file, error, retry } = useOutlook()
  if (error !== null) {
    return (
      <div className={classNames(parts['nothing'], parts['stack'])} role="alert">
        <title>Outlook · Lookout</title>
        <strong>What this page looks at cannot be read.</strong>
        <p>{displayText(error.message)}</p>
        <p>Signals and capacities are in outlook.json beside index.html; docs/slo.md has an example.</p>
        <Button onClick={retry}>Try again</Button>
      </div>
    )
  }
  if (file === undefined) return <p className={parts['nothing']}>Reads what to look at…</p>
  const { signals, capacity, issues } = file
  return (
    <div className={styles['page']}>
      <title>Outlook · Lookout</title>
      <FileIssues file="outlook.json" issues={issues}>
        What is wrong in outlook.json is left out:
      </FileIssues>
      {signals.length + capacity.length === 0 && (
        <p className={parts['nothing']}>outlook.json names no signals and nothing that fills. docs/slo.md says how.</p>
      )}
      {signals.length > 0 && <SignalPart signals={signals} />}
      {signals.length > 0 && <DeployPart signals={signals} />}
      {capacity.length > 0 && <CapacityPart capacity={capacity} />}
    </div>
  )
}
