/** A part of each day by the clocks of a zone; past midnight where the end is before the start. */
export interface Hours {
  /** Minutes since midnight, included. */
  readonly fromMinute: number
  /** Minutes since midnight, left out; 1440 is the end of the day. */
  readonly toMinute: number
}

const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$/

/** Hours as written, such as `08:00-20:00` or `22:00-06:00`; null for what is none, or begins where it ends. */
export function parseHours(text: string): Hours | null {
  const match = HOURS.exec(text)
  if (match === null) return null
  const [fromHour = '0', fromMinutes = '0', toHour = '0', toMinutes = '0'] = match.slice(1).filter((part) => part)
  const fromMinute = Number(fromHour) * 60 + Number(fromMinutes)
  const toMinute = Number(toHour) * 60 + Number(toMinutes)
  return fromMinute === toMinute ? null : { fromMinute, toMinute }
}
