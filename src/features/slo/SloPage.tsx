import { lazy, Suspense } from 'react'
import { Route, Routes } from 'react-router-dom'
import { useSlos } from '~/data/slo/use-slos'
import { displayText } from '~/lib/display-text'
import parts from '~/ui/parts.module.css'
import { Button } from '~/ui/primitives/Button'
import { classNames } from '~/ui/primitives/class-names'
import { FileIssues } from '~/ui/primitives/FileIssues'
import { NoSuchPart } from '~/ui/primitives/NoSuchPart'
import { SloList } from './SloList'
import styles from './slo.module.css'

const SloDetailsPage = lazy(() => import('./SloDetailsPage').then((module) => ({ default: module.SloDetailsPage })))

/** Objectives and their error budgets: all of them, worst first, and each under an address of its own. */
export function SloPage() {
  const { file, error, retry } = useSlos()
  if (error !== null) {
    return (
      <div className={classNames(parts['nothing'], parts['stack'])} role="alert">
        <title>Error budgets · Lookout</title>
        <strong>The objectives cannot be read.</strong>
        <p>{displayText(error.message)}</p>
        <p>They are in slos.json beside index.html; docs/slo.md has an example.</p>
        <Button onClick={retry}>Try again</Button>
      </div>
    )
  }
  if (file === undefined) return <p className={parts['nothing']}>Reads the objectives…</p>
  return (
    <div className={styles['page']}>
      <FileIssues file="slos.json" issues={file.issues}>
        <strong>
          slos.json: {file.issues.length === 1 ? 'one thing is' : `${file.issues.length} things are`} wrong.
        </strong>{' '}
        What is wrong is left out, the rest is shown.
      </FileIssues>
      <Suspense>
        <Routes>
          <Route path="/" element={<SloList slos={file.slos} />} />
          <Route path="/:id" element={<SloDetailsPage slos={file.slos} />} />
          <Route path="*" element={<NoSuchPart to="/slo" title="All objectives" />} />
        </Routes>
      </Suspense>
    </div>
  )
}
