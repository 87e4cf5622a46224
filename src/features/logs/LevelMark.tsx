import type { LogLevel } from '~/domain/logs/model'
import { LEVEL_SHAPES, levelWord } from './level-look'
import styles from './line.module.css'

/** A level in colour, shape and word. */
export function LevelMark({ level }: { readonly level: LogLevel }) {
  return (
    <span className={styles['level']} data-level={level}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={LEVEL_SHAPES[level]} />
      </svg>
      {levelWord(level)}
    </span>
  )
}
