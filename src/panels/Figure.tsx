interface FigureProps {
  readonly text: string
  /** Set smaller; empty where there is none. */
  readonly unit: string
  /** The value is only known to be at least that: said in a sign, and in words for who cannot see it. */
  readonly atLeast?: boolean | undefined
}

/** A value with its unit. */
export function Figure({ text, unit, atLeast }: FigureProps) {
  return (
    <>
      {atLeast && (
        <>
          <span aria-hidden="true" title={`at least ${text} ${unit}`}>
            {'≥ '}
          </span>
          <span className="sr-only">{'at least '}</span>
        </>
      )}
      {text}
      {unit === '' ? null : <small>{` ${unit}`}</small>}
    </>
  )
}
