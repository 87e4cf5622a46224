import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { flowPath } from '~/domain/links/flow-paths'
import { readPastedId } from '~/domain/links/pasted-id'
import { Button } from '~/ui/primitives/Button'
import { TextField } from '~/ui/primitives/TextField'
import styles from './flow.module.css'

/** Leads to the page of an id that was pasted, with or without the name of its header. */
export function OpenId() {
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [fault, setFault] = useState<string | undefined>(undefined)
  const open = (event: FormEvent) => {
    event.preventDefault()
    const pasted = readPastedId(text)
    const to = pasted === null ? null : flowPath(pasted.field, pasted.id)
    if (to === null) setFault('Paste one id, such as the value of X-Trace-ID in an answer.')
    else void navigate(to)
  }
  return (
    <form className={styles['open']} onSubmit={open}>
      <TextField
        label="Id of a trace, request, job, batch or user"
        className={styles['idField']}
        placeholder="X-Trace-ID: …"
        value={text}
        fault={fault}
        onChange={(event) => {
          setText(event.target.value)
          setFault(undefined)
        }}
      />
      <Button look="primary" type="submit">
        Open
      </Button>
    </form>
  )
}
