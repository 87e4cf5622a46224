import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { explain } from './install'
import { type Machine, planInstall } from './plan'
import { ALERTMANAGER, CHROMIUM, findBinary, PROMETHEUS, PROMTOOL } from './tools'

const debian: Machine = { platform: 'linux', hasApt: true, isRoot: true, canSudo: false }

it.each<readonly [string, Machine, object]>([
  ['root', debian, { kind: 'apt', prefix: [], packages: ['prometheus', 'prometheus-alertmanager'] }],
  ['sudo without password', { ...debian, isRoot: false, canSudo: true }, { kind: 'apt', prefix: ['sudo', '-n'] }],
  ['no rights', { ...debian, isRoot: false }, { message: expect.stringContaining('sudo apt-get install') }],
  [
    'macOS',
    { ...debian, platform: 'darwin', hasApt: false },
    { message: expect.stringContaining('brew install alertmanager') },
  ],
  ['another Linux', { ...debian, hasApt: false }, { message: expect.stringContaining('prometheus.io/download') }],
])('%s', (_name, machine, expected) => {
  const plan = planInstall([PROMETHEUS, PROMTOOL, ALERTMANAGER], machine)
  expect(plan).toMatchObject(expected)
  if (plan.kind === 'ask') {
    expect(plan.message).toContain('Missing: prometheus, promtool, alertmanager.')
    expect(plan.message).not.toContain('\n')
  }
})

it('does nothing when nothing is missing', () => {
  expect(planInstall([], debian)).toEqual({ kind: 'nothing' })
})

it('finds only what can be run, by the first name that is there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-path-'))
  writeFileSync(join(folder, 'chromium-browser'), '')
  expect(findBinary(['lookout-none', 'chromium-browser'], folder)).not.toBe(join(folder, 'chromium-browser'))
  chmodSync(join(folder, 'chromium-browser'), 0o755)
  expect(findBinary(['lookout-none', ...CHROMIUM.binaries.slice(1, 2)], folder)).toBe(join(folder, 'chromium-browser'))
  rmSync(folder, { recursive: true })
})

it.each([
  ['Err:1 http://mirror\n  Temporary failure resolving', 'does not answer'],
  ['Reading...\nE: Unable to locate package x\n', 'E: Unable to locate package x'],
  ['', 'apt-get failed'],
])('explains %j', (said, expected) => {
  expect(explain(said)).toContain(expected)
})
