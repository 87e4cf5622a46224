import type { Incident, PlatformModel } from './platform-model'

/**
 * The models without outages of their own: an incident in which a target does not answer happens only when it is asked for. All
 * else stays as it is, so with the same seed all numbers are the same that no such incident moves.
 */
export function withoutOutages(models: readonly PlatformModel[]): readonly PlatformModel[] {
  return models.map((model) => ({ ...model, incidents: model.incidents.map(onlyWhenAsked) }))
}

function onlyWhenAsked(incident: Incident): Incident {
  const stopsTarget = Object.values(incident.targets ?? {}).some((effect) => 'down' in effect)
  if (!stopsTarget) return incident
  const { recurs: _recurs, ...asked } = incident
  return asked
}
