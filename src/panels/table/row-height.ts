/** Height of a row, as in the stylesheet. */
const ROW_REM = 1.75

/** Height of a row in CSS pixels now: the wall scales its type with its height. */
export function rowPx(): number {
  return ROW_REM * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16)
}
