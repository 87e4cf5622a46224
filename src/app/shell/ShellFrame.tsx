import type { ReactNode } from 'react'
import { classNames } from '~/ui/primitives/class-names'
import styles from './shell.module.css'

interface ShellFrameProps {
  readonly kiosk: boolean
  readonly nav: ReactNode
  readonly menu: ReactNode
  readonly title: ReactNode
  /** Room is kept for them before they come, so that nothing below moves. */
  readonly controls: ReactNode
  readonly banner?: ReactNode
  readonly children: ReactNode
  readonly after?: ReactNode
}

/** Where navigation, header and page stand. */
export function ShellFrame({ kiosk, nav, menu, title, controls, banner, children, after }: ShellFrameProps) {
  return (
    <div className={classNames(styles['shell'], kiosk && styles['kiosk'])}>
      <a href="#main" className={styles['skip']}>
        Skip to the panels
      </a>
      {!kiosk && <div className={styles['side']}>{nav}</div>}
      <div className={styles['page']}>
        {!kiosk && (
          <header className={styles['header']}>
            {menu}
            {title}
            <div className={styles['controls']}>{controls}</div>
          </header>
        )}
        {banner}
        <main id="main" tabIndex={-1} className={styles['main']}>
          {children}
        </main>
      </div>
      {kiosk && controls}
      {after}
    </div>
  )
}

interface TitleViewProps {
  readonly title: string
  /** A link to the dashboard, above a panel that has the page to itself. */
  readonly dashboard?: ReactNode
  readonly platform: string | undefined
}

/** What the page shows, and of which platform. */
export function TitleView({ title, dashboard, platform }: TitleViewProps) {
  return (
    <div className={styles['title']}>
      <h1>{title}</h1>
      <p>
        {dashboard}
        {dashboard !== undefined && platform !== undefined && ' · '}
        {platform}
      </p>
    </div>
  )
}

/** The name of a page that shows no dashboard. */
export function OwnTitle({ title }: { readonly title: string }) {
  return <h1 className={styles['title']}>{title}</h1>
}

/** As high as the button that opens the navigation, where there is one, until that comes. */
export function MenuRoom() {
  return <span className={classNames(styles['menu'], styles['room'])} />
}
