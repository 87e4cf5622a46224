import { describe, expect, it } from 'vitest'
import { decodeRuleFile } from './decode-rule-file'
import { type RuleFile, RuleFileError } from './rule-file'

const decode = (text: string): RuleFile => decodeRuleFile(text, 'rules.yml')

function faultsOf(text: string): string[] {
  try {
    decode(text)
    return []
  } catch (error) {
    if (!(error instanceof RuleFileError)) throw error
    return error.issues.map(({ line, column, path, message }) => `${line}:${column} ${path} ${message}`)
  }
}

const group = (rules: string) => `groups:\n- name: g\n  rules:\n${rules}`

describe('decodeRuleFile', () => {
  it('reads groups and rules', () => {
    const { groups } = decode(`
groups:
- name: shorts
  interval: 30s
  limit: 5
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
    labels: { team: a, drop: "" }
  - alert: Down
    expr: |
      job:up:sum
        == 0
    for: 5m
    keep_firing_for: 1h30m
    labels: { severity: page, count: 3, "yes": true, none: ~ }
    annotations:
      summary: '{{ $labels.job }} is down'
`)
    const [first] = groups
    expect(first).toMatchObject({ name: 'shorts', intervalMs: 30_000, limit: 5 })
    const [recording, alerting] = first?.rules ?? []
    expect(recording).toMatchObject({ kind: 'recording', name: 'job:up:sum', expr: { kind: 'aggregate' } })
    expect(recording?.labels).toEqual(new Map(Object.entries({ drop: '', team: 'a' })))
    expect(alerting).toMatchObject({ kind: 'alerting', name: 'Down', forMs: 300_000, keepFiringForMs: 5_400_000 })
    expect([...(alerting?.labels ?? [])]).toEqual([
      ['count', '3'],
      ['none', ''],
      ['severity', 'page'],
      ['yes', 'true'],
    ])
  })

  // Verdicts and words are those of `promtool check rules` 2.42, which gives a place to some of them alone.
  it.each<[string, string, string[]]>([
    ['an empty file', '', []],
    ['only comments', '# nothing\n', []],
    ['null', 'null', []],
    ['JSON', '{"groups":[{"name":"g","rules":[{"alert":"A","expr":"up"}]}]}', []],
    ['the first document alone counts', 'groups: []\n---\nfoo: 1\n', []],
    ['null items are left out', 'groups:\n- null\n- name: g\n  rules: [null]\n', []],
    ['an unknown field', 'foo: 1', ['1:1 /foo field foo not found in type rulefmt.RuleGroups']],
    [
      'of a rule',
      group('  - {alert: A, expr: up, exp: up}'),
      ['4:26 /groups/0/rules/0/exp field exp not found in type rulefmt.RuleNode'],
    ],
    ['no list', 'groups: abc', ['1:9 /groups cannot unmarshal !!str `abc` into []rulefmt.RuleGroup']],
    ['no name', 'groups: [{}]', ['1:10 /groups/0 Groupname must not be empty']],
    ['a name twice', 'groups:\n- name: g\n- name: g\n', ['3:3 /groups/1 groupname: "g" is repeated in the same file']],
    ['an interval', 'groups: [{name: g, interval: 5x}]', ['1:30 /groups/0/interval not a valid duration string: "5x"']],
    ['a limit', 'groups: [{name: g, limit: "5"}]', ['1:27 /groups/0/limit cannot unmarshal !!str `5` into int']],
    [
      'a number without a unit',
      group('  - {alert: A, expr: up, for: 5}'),
      ['4:31 /groups/0/rules/0/for not a valid duration string: "5"'],
    ],
    ['centuries', group('  - {alert: A, expr: up, for: 300y}'), ['4:31 /groups/0/rules/0/for duration out of range']],
    [
      'both names',
      group('  - {alert: A, record: b, expr: up}'),
      ['4:24 /groups/0/rules/0/record group "g", rule 1, "A": only one of \'record\' and \'alert\' must be set'],
    ],
    [
      'no name of a rule',
      group('  - {expr: up}'),
      ['4:5 /groups/0/rules/0 group "g", rule 1, "": one of \'record\' or \'alert\' must be set'],
    ],
    [
      'no expression',
      group('  - {alert: A}'),
      ['4:5 /groups/0/rules/0/expr group "g", rule 1, "A": field \'expr\' must be set in rule'],
    ],
    [
      'a faulty expression',
      group('  - alert: A\n    expr: |\n      sum(up\n        ) by (\n'),
      [
        '5:11 /groups/0/rules/0/expr group "g", rule 1, "A": could not parse expression: ' +
          '3:1: parse error: unclosed left parenthesis',
      ],
    ],
    [
      'alerts alone wait',
      group('  - {record: a, expr: up, for: 1m, keep_firing_for: 1m, annotations: {a: b}}'),
      [
        '4:14 /groups/0/rules/0/record group "g", rule 1, "a": invalid field \'annotations\' in recording rule',
        '4:14 /groups/0/rules/0/record group "g", rule 1, "a": invalid field \'for\' in recording rule',
        '4:14 /groups/0/rules/0/record group "g", rule 1, "a": invalid field \'keep_firing_for\' in recording rule',
      ],
    ],
    [
      'a name of a metric',
      group('  - {record: a b, expr: up}'),
      ['4:14 /groups/0/rules/0/record group "g", rule 1, "a b": invalid recording rule name: a b'],
    ],
    [
      'names of labels',
      group('  - {alert: A, expr: up, labels: {a-b: c, __name__: d}, annotations: {"1": x}}'),
      [
        '4:40 /groups/0/rules/0/labels/a-b group "g", rule 1, "A": invalid label name: a-b',
        '4:53 /groups/0/rules/0/labels/__name__ group "g", rule 1, "A": invalid label name: __name__',
        '4:76 /groups/0/rules/0/annotations/1 group "g", rule 1, "A": invalid annotation name: 1',
      ],
    ],
    [
      'a template',
      group('  - {alert: A, expr: up, annotations: {a: "{{ foo }}"}}'),
      [
        '4:43 /groups/0/rules/0/annotations/a group "g", rule 1, "A": annotation "a": ' +
          'template: __alert_A:1: function "foo" not defined',
      ],
    ],
    ['of a recording rule it is text', group('  - {record: a, expr: up, labels: {a: "{{ foo }}"}}'), []],
    [
      'a key twice',
      group('  - {alert: A, alert: B, expr: up}'),
      ['4:16 /groups/0/rules/0 mapping key "alert" already defined at line 4'],
    ],
    ['an alias', 'x: &x []\ngroups: *x\n', ['1:1 /x field x not found in type rulefmt.RuleGroups']],
    ['a group again', 'groups:\n- &g {name: g, rules: &r [{alert: A, expr: up}]}\n- {<<: *g, name: h}\n', []],
    [
      'an alias of an expression is its name',
      group('  - {alert: A, expr: &1x up}\n  - {alert: B, expr: *1x }'),
      [
        '5:22 /groups/0/rules/1/expr group "g", rule 2, "B": could not parse expression: ' +
          '1:1: parse error: bad number or duration syntax: "1"',
      ],
    ],
    ['an anchor that is not there', 'groups: *x', ["1:9  unknown anchor 'x' referenced"]],
    ['a control character', 'groups: [] \u0001', ['1:12  control characters are not allowed']],
    ['lines as old Macs end them', 'groups:\r- name: g\r  rules: []\r', []],
  ])('%s', (_name, text, faults) => {
    expect(faultsOf(text)).toEqual(faults)
  })

  it('names file, line and place in its message', () => {
    expect(() => decode('groups: 1')).toThrow('rules.yml:1:9: /groups: cannot unmarshal !!int `1` into []rulefmt')
  })

  it('takes rules twice with a warning', () => {
    const { warnings, groups } = decode(group('  - {record: a, expr: up}\n  - {record: a, expr: up}'))
    expect(groups[0]?.rules).toHaveLength(2)
    expect(warnings).toMatchObject([{ line: 5, path: '/groups/0/rules/1' }])
  })

  it('keeps labels called like what objects inherit', () => {
    const { groups } = decode(group('  - {alert: A, expr: up, labels: {__proto__: x, constructor: y}}'))
    expect([...(groups[0]?.rules[0]?.labels ?? [])]).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(faultsOf('__proto__: {groups: []}')).toHaveLength(1)
  })

  it.each([
    ['brackets', '['.repeat(50_000), 'nested deeper'],
    ['lists in lists', '- '.repeat(40_000), 'nested deeper'],
    ['keys in keys', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'nested deeper'],
    ['commas', `[${','.repeat(900_000)}]`, 'did not find expected node content'],
    ['escapes', `"${'\\q'.repeat(400_000)}"`, 'unknown escape'],
    ['aliases', `a: &a 1\nb: [${'*a,'.repeat(300_000)}]`, 'aliases'],
    ['words', Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join('\n'), 'words and signs'],
    ['a file', ' '.repeat(1_100_000), 'larger than 1 MB'],
    ['itself', 'groups: &a [*a]', 'contains itself'],
    [
      'maps that merge each other',
      `${Array.from({ length: 60 }, (_, i) => `k${i}: &a${i} {<<: [${i === 0 ? '' : `*a${i - 1}, *a${i - 1}`}]}`).join('\n')}\n<<: *a59`,
      'merges more than',
    ],
    [
      'rules by aliases',
      `groups: [{name: a, rules: &r [${'{alert: A, expr: up},'.repeat(900)}]},${Array.from(
        { length: 900 },
        (_, i) => `{name: g${i}, rules: *r},`,
      ).join('')}]`,
      'more than 10000 rules',
    ],
  ])('refuses too many %s', (_name, text, message) => {
    expect(faultsOf(text)[0]).toContain(message)
  })
})
