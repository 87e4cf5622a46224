import { formatText, formatValue } from '~/domain/units/format-value'
import { Figure } from '~/panels/Figure'

interface MoneyProps {
  /** Null: no data. NaN: no traffic. */
  readonly value: number | null
  readonly unit: string
  readonly atLeast?: boolean | undefined
  /** Left out: two, four of less than a cent. */
  readonly decimals?: number | undefined
}

/** An amount of money, or the words for none. */
export function Money({ value, unit, atLeast, decimals }: MoneyProps) {
  const known = value !== null && !Number.isNaN(value)
  const shown = formatValue(value, { unit, decimals })
  return <Figure {...shown} atLeast={known && atLeast} />
}

/** An amount with its sign: what changed. */
export function signed(value: number, unit: string): string {
  const text = formatText(Math.abs(value), { unit })
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text
}

/** A share of change in words: "+12 %", "new". */
export function signedShare(share: number | null): string {
  if (share === null) return 'new'
  if (share === -1) return 'gone'
  if (Math.abs(share) < 0.0005) return '±0 %'
  const percent = Math.abs(share) * 100
  const digits =
    percent < 10 ? percent.toFixed(1) : percent < 1000 ? percent.toFixed(0) : `${Math.round(percent / 100)} times`
  const text = percent < 1000 ? `${digits} %` : digits
  return share > 0 ? `+${text}` : `−${text}`
}

/** A share that never reads 100 % while something is missing, nor 0 % while something is there; above the whole it says by how much. */
export function shareText(share: number): string {
  const percent = share * 100
  if (percent === 100) return '100 %'
  if (percent > 100) return `${percent < 110 ? percent.toFixed(1) : Math.round(percent)} %`
  if (percent > 99.9) return '>99.9 %'
  if (percent > 0 && percent < 0.1) return '<0.1 %'
  return `${percent < 10 || percent > 99 ? percent.toFixed(1) : Math.round(percent)} %`
}
