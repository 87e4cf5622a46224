import type { Panel } from '~/domain/dashboards/model'
import { readPanelLink } from '~/domain/links/panel-links'
import styles from '~/features/dashboards/panel-details.module.css'
import { displayText } from '~/lib/display-text'
import { AppLink } from '~/ui/primitives/AppLink'

/** Where a panel leads: other dashboards with the range and variables of this page, and addresses elsewhere. */
export function PanelLinks({ links }: Pick<Panel, 'links'>) {
  const { search, origin } = window.location
  return (
    <ul className={styles['links']} aria-label="Leads to">
      {links.map(({ title, url }) => {
        const target = readPanelLink(url, search, origin)
        const text = displayText(title)
        return (
          <li key={title + url}>
            {target === null && `${text} (an address that cannot be followed)`}
            {target?.kind === 'inside' && <AppLink to={target.path}>{text}</AppLink>}
            {target?.kind === 'outside' && (
              <a href={target.href} target="_blank" rel="noopener noreferrer">
                {`${text} (${target.host})`}
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}
