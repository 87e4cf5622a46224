import { decodeRule, type RawRule, RULE_FIELDS } from './decode-rule'
import { findDuplicates } from './duplicate-rules'
import { type RuleFile, RuleFileError, type RuleGroup } from './rule-file'
import { YamlReader } from './yaml-reader'
import { parseYamlTree, YamlFault, type YamlNode } from './yaml-tree'

const FILE_FIELDS = new Set(['groups'])
const GROUP_FIELDS = new Set(['name', 'interval', 'limit', 'rules'])
/** Aliases can name the same rules many times over. */
const MAX_RULES = 10_000
const MAX_LABELS = 100_000

interface RawGroup extends Omit<RuleGroup, 'rules'> {
  readonly at: number
  readonly path: string
  readonly rules: readonly RawRule[]
}

/**
 * Decodes a Prometheus rule file (YAML or JSON). Throws RuleFileError for what `promtool check rules` of 2.42 refuses, in its
 * words, with file, line and path of every fault; and for a text that is too large.
 */
export function decodeRuleFile(text: string, fileName: string): RuleFile {
  const reader = new YamlReader(text)
  const raw = readGroups(reader, text)
  if (reader.issues.length > 0) throw new RuleFileError(fileName, reader.issues)

  const groups: RuleGroup[] = []
  const names = new Set<string>()
  for (const { at, path, name, intervalMs, limit, rules } of raw) {
    if (name === '') reader.report(at, path, 'Groupname must not be empty')
    if (names.has(name)) {
      reader.report(at, path, `groupname: ${JSON.stringify(name)} is repeated in the same file`)
    }
    names.add(name)
    const decoded = rules.map((rule, i) => decodeRule(rule, reader, `group ${JSON.stringify(name)}, rule ${i + 1}`))
    groups.push({ name, intervalMs, limit, rules: decoded.filter((rule) => rule !== null) })
  }
  if (reader.issues.length > 0) throw new RuleFileError(fileName, reader.issues)
  return {
    fileName,
    groups,
    warnings: findDuplicates(
      raw.flatMap(({ rules }) => rules),
      reader,
    ),
  }
}

function readGroups(reader: YamlReader, text: string): RawGroup[] {
  let tree: YamlNode | null
  try {
    tree = parseYamlTree(text)
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error
    reader.report(error.at, '', error.message)
    return []
  }
  if (tree === null) return []
  const file = reader.fields(tree, '', 'rulefmt.RuleGroups', FILE_FIELDS)
  const budget = { rules: MAX_RULES, labels: MAX_LABELS }
  return reader.items(file.get('groups'), '/groups', '[]rulefmt.RuleGroup').map((node, i) => {
    const path = `/groups/${i}`
    const fields = reader.fields(node, path, 'rulefmt.RuleGroup', GROUP_FIELDS)
    const name = reader.text(fields.get('name'), `${path}/name`).value
    const intervalMs = reader.duration(fields.get('interval'), `${path}/interval`)
    const limit = reader.integer(fields.get('limit'), `${path}/limit`)
    const rules = readRules(reader, fields.get('rules'), `${path}/rules`, budget)
    return { at: node.at, path, name, intervalMs: intervalMs === 0 ? undefined : intervalMs, limit, rules }
  })
}

function readRules(
  reader: YamlReader,
  node: YamlNode | undefined,
  path: string,
  budget: { rules: number; labels: number },
): RawRule[] {
  const rules: RawRule[] = []
  for (const [i, item] of reader.items(node, path, '[]rulefmt.RuleNode').entries()) {
    if (budget.rules-- <= 0 || budget.labels <= 0) {
      reader.report(item.at, path, `the file has more than ${MAX_RULES} rules or ${MAX_LABELS} labels`)
      break
    }
    const at = `${path}/${i}`
    const fields = reader.fields(item, at, 'rulefmt.RuleNode', RULE_FIELDS)
    const rule: RawRule = {
      at: item.at,
      path: at,
      record: reader.rawText(fields.get('record'), `${at}/record`),
      alert: reader.rawText(fields.get('alert'), `${at}/alert`),
      expr: reader.rawText(fields.get('expr'), `${at}/expr`),
      forMs: reader.duration(fields.get('for'), `${at}/for`) ?? 0,
      keepFiringForMs: reader.duration(fields.get('keep_firing_for'), `${at}/keep_firing_for`) ?? 0,
      labels: reader.texts(fields.get('labels'), `${at}/labels`),
      annotations: reader.texts(fields.get('annotations'), `${at}/annotations`),
    }
    budget.labels -= rule.labels.size + rule.annotations.size
    rules.push(rule)
  }
  return rules
}
