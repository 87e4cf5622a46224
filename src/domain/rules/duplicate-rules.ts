import { labelsKey } from '~/domain/series/frame'
import type { RawRule } from './decode-rule'
import type { RuleFileIssue } from './rule-file'
import type { YamlReader } from './yaml-reader'

/** Rules that have the same name and labels as one before: allowed, and a lint of `promtool check rules`. */
export function findDuplicates(rules: readonly RawRule[], reader: YamlReader): RuleFileIssue[] {
  const seen = new Set<string>()
  const found: RuleFileIssue[] = []
  for (const { record, alert, labels, path, at } of rules) {
    const name = alert.value || record.value
    const key = `${name}{${labelsKey(new Map([...labels].map(([label, { value }]) => [label, value])))}`
    if (seen.has(key)) found.push(reader.issueAt(at, path, `a rule before has the name ${name} and the same labels`))
    seen.add(key)
  }
  return found
}
