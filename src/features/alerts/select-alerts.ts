import type { AlertCondition, BadCondition } from '~/domain/alerts/alert-query'
import type { AlertRow } from '~/domain/alerts/merge-alerts'
import { orderAlerts } from '~/domain/alerts/order-alerts'
import { isDeadMansSwitch } from '~/domain/alerts/pipeline-faults'

/** All that the list may show, in its order. */
export function listedAlerts(rows: readonly AlertRow[]): readonly AlertRow[] {
  return orderAlerts(rows.filter((row) => !isDeadMansSwitch(row)))
}

/** Those of them that all conditions match; one that cannot be read matches everything. */
export function wantedAlerts(
  all: readonly AlertRow[],
  conditions: readonly (AlertCondition | BadCondition)[],
): readonly AlertRow[] {
  const tests = conditions.flatMap((condition) => ('problem' in condition ? [] : [condition]))
  return tests.length === 0 ? all : all.filter((row) => tests.every(({ matches }) => matches(row)))
}
