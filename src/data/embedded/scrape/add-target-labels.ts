import type { Labels } from '~/domain/series/frame'

/**
 * The labels under which a sample is stored. Where target and sample both have a label, the target's wins and the sample's is
 * renamed to `exported_*`; with `honorLabels` the sample's wins, and one that is there but empty takes the target's away.
 */
export function addTargetLabels(exposed: Labels, ofTarget: Labels, honorLabels: boolean): Labels {
  const labels = new Map(exposed)
  const renamed: [string, string][] = []
  for (const [name, value] of ofTarget) {
    const before = exposed.get(name)
    if (honorLabels && before !== undefined) continue
    if (before !== undefined && before !== '') renamed.push([name, before])
    labels.set(name, value)
  }
  // Prometheus' order: the shortest takes the name first when `exported_a` is exposed beside `a`.
  for (const [name, value] of renamed.sort(([a], [b]) => a.length - b.length)) {
    let free = `exported_${name}`
    while ((labels.get(free) ?? '') !== '') free = `exported_${free}`
    labels.set(free, value)
  }
  return new Map([...labels].filter(([, value]) => value !== ''))
}
