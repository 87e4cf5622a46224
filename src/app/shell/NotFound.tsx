import { dashboardPath } from '~/domain/links/paths'
import { AppLink } from '~/ui/primitives/AppLink'
import styles from './shell.module.css'
import { useDashboards } from './use-page'

/** For an address that names nothing: what exists. */
export function NotFound() {
  const dashboards = useDashboards()
  return (
    <div className={styles['missing']}>
      <title>Not found · Lookout</title>
      <p>This address names no page of Lookout. These dashboards exist:</p>
      <ul>
        {dashboards.map(({ id, dashboard }) => (
          <li key={id}>
            <AppLink to={dashboardPath(id)}>{dashboard?.title ?? id}</AppLink>
          </li>
        ))}
      </ul>
      <p>The list of dashboards is in config.json, each one's content in dashboards/&lt;id&gt;.json.</p>
    </div>
  )
}
