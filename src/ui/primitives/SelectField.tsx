import { type ComponentProps, useId } from 'react'
import { classNames } from './class-names'
import styles from './text-field.module.css'

export interface SelectFieldProps extends Omit<ComponentProps<'select'>, 'id'> {
  readonly label: string
  readonly labelHidden?: boolean
}

/** A labelled choice of one among few; its options are its children. */
export function SelectField({ label, labelHidden = false, className, ...rest }: SelectFieldProps) {
  const id = useId()
  return (
    <div className={classNames(styles['field'], className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : styles['label']}>
        {label}
      </label>
      <select {...rest} id={id} className={styles['select']} />
    </div>
  )
}
