import { usePrometheusLink } from '~/data/prometheus/use-prometheus-link'
import { allowedShare, type Slo } from '~/domain/slo/model'
import { burnWindowsOf } from '~/domain/slo/questions'
import { badExpr, coverageExpr, errorShareExpr, goodShareExpr, totalExpr } from '~/domain/slo/sli'
import { stepOf } from '~/domain/slo/step'
import { DAY_MS, formatDuration } from '~/domain/time/duration'
import { Button } from '~/ui/primitives/Button'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
import styles from './slo.module.css'

/** Every figure as the question that any Prometheus answers. */
export function SloQueries({ slo }: { readonly slo: Slo }) {
  const linkOf = usePrometheusLink(DAY_MS)
  const { sli, windowMs } = slo
  const allowed = allowedShare(slo)
  const queries = [
    ['Compliance', goodShareExpr(sli, windowMs)],
    ['Budget left', `1 - (${errorShareExpr(sli, windowMs)}) / ${allowed}`],
    [`Bad ${slo.events}`, badExpr(sli, windowMs)],
    [`All ${slo.events}`, totalExpr(sli, windowMs)],
    ['Steps with data', coverageExpr(sli, windowMs, stepOf(slo))],
    ...burnWindowsOf(slo).map(
      (ms) => [`Burn ${formatDuration(ms)}`, `(${errorShareExpr(sli, ms)}) / ${allowed}`] as const,
    ),
  ] as const
  return (
    <details className={styles['queries']}>
      <summary>Queries</summary>
      <dl>
        {queries.map(([name, expr]) => {
          const elsewhere = linkOf(expr)
          return (
            <div key={name}>
              <dt>
                {name}
                <Button look="quiet" onClick={() => void copyAndSay('Query', expr)}>
                  Copy
                </Button>
                {elsewhere !== null && (
                  <a href={elsewhere} target="_blank" rel="noopener noreferrer">
                    Open in Prometheus
                  </a>
                )}
              </dt>
              <dd>
                <pre data-expr>{expr}</pre>
              </dd>
            </div>
          )
        })}
      </dl>
    </details>
  )
}
