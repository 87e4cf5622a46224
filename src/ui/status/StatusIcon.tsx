import styles from './status.module.css'
import { type StatusMark, toneOf } from './tone'

/** One shape a mark, so that status is told apart without colour: tick, triangle, octagon, circle, clock, dash, crossed bell. */
const SHAPES: Readonly<Record<StatusMark, string>> = {
  ok: 'M3 8.5l3.2 3.2L13 5',
  warn: 'M8 2.3l6.2 11.2H1.8zM8 6.5v3.2M8 11.6v.1',
  crit: 'M5.3 2h5.4L14 5.3v5.4L10.7 14H5.3L2 10.7V5.3zM8 5v3.8M8 11.1v.1',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.4v3.4M8 5.1v.1',
  unknown: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.8V8l2.2 1.4',
  idle: 'M3.5 8h9',
  loading: 'M8 2a6 6 0 1 0 6 6',
  broken: 'M5.3 2h5.4L14 5.3v5.4L10.7 14H5.3L2 10.7V5.3zM5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2',
  muted: 'M3.5 11.5h9M5 11.5V7a3 3 0 0 1 6 0v4.5M7 13.8h2M2.5 2.5l11 11',
  partial: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 2v12M8 5h4.6M8 8h6M8 11h4.6',
}

export interface StatusIconProps {
  readonly mark: StatusMark
  /** For readers who cannot see it; leave out where the word stands beside it. */
  readonly label?: string
}

/** Icon of a status in its colour, as large as the text around it. */
export function StatusIcon({ mark, label }: StatusIconProps) {
  const className = `${styles['icon']} ${styles[toneOf(mark)]} ${mark === 'loading' ? styles['spin'] : ''}`
  const shape = <path d={SHAPES[mark]} />
  if (label === undefined) {
    return (
      <svg className={className} viewBox="0 0 16 16" data-mark={mark} aria-hidden="true">
        {shape}
      </svg>
    )
  }
  return (
    <svg className={className} viewBox="0 0 16 16" data-mark={mark} role="img" aria-label={label}>
      {shape}
    </svg>
  )
}
