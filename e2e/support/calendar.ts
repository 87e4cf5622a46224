/** Midnight of the day that `nowMs` is in, by the calendar of a zone without summer time. */
export function zonedMidnightMs(timeZone: string, nowMs: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(nowMs)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? Number.NaN)
  return Math.floor(nowMs / 1000) * 1000 - ((of('hour') * 60 + of('minute')) * 60 + of('second')) * 1000
}
