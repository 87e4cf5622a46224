import { decodeRuleFile } from '~/domain/rules/decode-rule-file'
import { RuleFileError } from '~/domain/rules/rule-file'
import { makeOddFile } from './odd-files'
import { faultsByFile, runPromtool, writeFiles } from './promtool'

export interface Verdicts {
  readonly refusedOnBothSides: number
  readonly differences: readonly string[]
}

/** Compares what `promtool check rules` says of rule files with what we say: taken, or refused in its words. */
export function compareVerdicts(dir: string, seed: number, indexes: readonly number[]): Verdicts {
  const texts = new Map(indexes.map((index) => [`${index}.yml`, makeOddFile(seed, index)]))
  writeFiles(dir, texts)
  const theirs = faultsByFile(runPromtool(dir, ['check', 'rules', ...texts.keys()]), /^Checking (\S+)$/m)
  const differences: string[] = []
  let refusedOnBothSides = 0
  for (const [file, text] of texts) {
    const [said, ours] = [refusalIn(theirs.get(file)), faultsOf(text)]
    if (said !== '' && ours.length > 0) refusedOnBothSides++
    if ((said === '') === (ours.length === 0) && hasSameWords(said, ours)) continue
    differences.push(`rule file ${file} of seed ${seed}:\n${text}\nours:   ${ours.join('\n')}\ntheirs: ${said}`)
  }
  return { refusedOnBothSides, differences }
}

/** What promtool refuses; of rules that are there twice it says FAILED, and takes them. */
function refusalIn(output: string | undefined): string {
  if (output === undefined) return 'nothing'
  const refusal = output.replace(/^FAILED:\s*/, '')
  return refusal.startsWith('lint error') ? '' : refusal
}

function faultsOf(text: string): string[] {
  try {
    decodeRuleFile(text, 'rules.yml')
    return []
  } catch (error) {
    if (!(error instanceof RuleFileError)) throw error
    return error.issues.map(({ message }) => message)
  }
}

/** Whether each fault of a rule is told in the same words. Of YAML itself, and where it stops at the first, the verdict counts. */
function hasSameWords(said: string, ours: readonly string[]): boolean {
  const faults = said.split(/\n(?=\S+\.yml: )/).map((fault) => fault.replace(/^\S+\.yml: (?:\d+:\d+: )*/, '').trim())
  const ofRules = faults.filter((fault) => fault.startsWith('group '))
  return ofRules.every((fault) => ours.some((our) => our.trim() === fault))
}
