import type { SampleColumns } from './tsdb-api'

/** Throws RangeError for times that do not ascend, and for columns of another length than theirs. */
export function assertColumns({ timesMs, columns }: SampleColumns): void {
  for (let i = 1; i < timesMs.length; i++) {
    if (!((timesMs[i] as number) > (timesMs[i - 1] as number))) {
      throw new RangeError(`time ${i} is not after the one before`)
    }
  }
  for (const { values, present } of columns) {
    if (values.length === timesMs.length && (present ?? values).length === timesMs.length) continue
    throw new RangeError('a column is not as long as its times')
  }
}
