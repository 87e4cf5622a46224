import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names'
import styles from './text-field.module.css'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'aria-describedby' | 'aria-invalid'> {
  readonly label: string
  readonly labelHidden?: boolean
  /** What is wrong with the text, in words; the field is marked invalid while there is one. */
  readonly fault?: string | undefined
  readonly hint?: ReactNode
}

/** A labelled line of text whose fault is read out as it appears. */
export function TextField({ label, labelHidden = false, fault, hint, className, ...rest }: TextFieldProps) {
  const id = useId()
  return (
    <div className={classNames(styles['field'], className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : styles['label']}>
        {label}
      </label>
      <input
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        {...rest}
        id={id}
        className={styles['input']}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-note`}
      />
      <p id={`${id}-note`} aria-live="polite" className={fault === undefined ? styles['hint'] : styles['fault']}>
        {fault ?? hint}
      </p>
    </div>
  )
}
