import { useMemo } from 'react'
import { encode } from 'uqr'
import styles from './wall.module.css'

/** Light modules around the code: a reader needs them to find it on a dark screen. */
const QUIET = 2

/** A code that opens this address on the device of whoever stands before the screen. Nothing where the address is too long for one. */
export function HandOver({ address }: { readonly address: string }) {
  // The wall renders each second, and making a code was a tenth of what its scripts did.
  const drawn = useMemo(() => draw(address), [address])
  if (drawn === null) return null
  const { size, path } = drawn
  return (
    <svg
      className={styles['code']}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={`QR code: ${address}`}
      data-testid="hand-over"
    >
      <rect className={styles['codeField']} width={size} height={size} />
      <path className={styles['codeDark']} d={path} />
    </svg>
  )
}

/** More modules than those of version 15 are too small in a foot to be read. */
const MOST_MODULES = 77

function draw(address: string): { readonly size: number; readonly path: string } | null {
  try {
    const { data, size } = encode(address, { ecc: 'L', border: QUIET })
    if (size > MOST_MODULES + 2 * QUIET) return null
    const rows = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join(''))
    return { size, path: rows.join('') }
  } catch {
    // Longer than any code.
    return null
  }
}
