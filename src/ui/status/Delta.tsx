import styles from './status.module.css'

export interface DeltaProps {
  /** Difference as text, such as "0.4 pp". */
  readonly text: string
  readonly direction: 'up' | 'down' | 'same'
  /** Whether the change is for the better; unknown where the value has no good side. */
  readonly judgement?: 'better' | 'worse'
  /** What it is compared with, such as "yesterday". */
  readonly against: string
}

const WORDS = { up: 'up', down: 'down', same: 'unchanged' } as const
const SHAPES = { up: 'M8 13V3M4 7l4-4 4 4', down: 'M8 3v10M4 9l4 4 4-4', same: 'M3 8h10' } as const

/** Change against an earlier time: an arrow, the difference and what it is compared with. */
export function Delta({ text, direction, judgement, against }: DeltaProps) {
  const judged = judgement === undefined ? '' : styles[judgement]
  return (
    <span className={`${styles['delta']} ${judged}`}>
      <svg className={styles['icon']} viewBox="0 0 16 16" aria-hidden="true">
        <path d={SHAPES[direction]} />
      </svg>
      <span className="sr-only">{`${WORDS[direction]}${judgement === undefined ? '' : `, ${judgement}`} `}</span>
      {`${direction === 'same' ? '' : `${text} `}against ${against}`}
    </span>
  )
}
