import { useServices } from '~/data/services-context'
import { prometheusLink } from '~/domain/links/prometheus-link'
import { allowedShare, type Slo } from '~/domain/slo/model'
import { burnWindowsOf } from '~/domain/slo/questions'
import { badExpr, coverageExpr, errorShareExpr, goodShareExpr, totalExpr } from '~/domain/slo/sli'
import { stepOf } from '~/domain/slo/step'
import { formatDuration, HOUR_MS } from '~/domain/time/duration'
import { Button } from '~/ui/primitives/Button'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
import styles from './slo.module.css'

/** Only its width and that it ends now are looked at. */
const LAST_DAY = { kind: 'sliding', fromMs: 0, toMs: 24 * HOUR_MS } as const

/** Every figure as the question that any Prometheus answers. */
export function SloQueries({ slo }: { readonly slo: Slo }) {
  const { config } = useServices()
  const { sli, windowMs } = slo
  const allowed = allowedShare(slo)
  const source = config.sources.metrics[0]
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
          const elsewhere =
            source?.kind === 'prometheus'
              ? prometheusLink(new URL(source.url, window.location.href).href, expr, LAST_DAY)
              : null
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
