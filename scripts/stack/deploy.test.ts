import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { placePorts } from './stack-config'

const deploy = (path: string) => fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url))
const check = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8' })

describe('what an operator runs', () => {
  it('is valid for promtool and amtool', () => {
    expect(check('promtool', 'check', 'config', deploy('prometheus/prometheus.yml'))).toContain('8 rules found')
    expect(check('amtool', 'check-config', deploy('alertmanager/alertmanager.yml'))).toContain('SUCCESS')
  })
})

describe('placePorts', () => {
  const config = readFileSync(deploy('prometheus/prometheus.yml'), 'utf8')

  it('changes nothing but the two addresses', () => {
    const ports = { prometheus: 1, alertmanager: 2, sample: 3 }
    const placed = placePorts(config, ports)
    expect(placed).toMatch(/targets: \[['"]127\.0\.0\.1:2['"]\]/)
    expect(placed).toMatch(/targets: \[['"]127\.0\.0\.1:3['"]\]/)
    const back = placed
      .replace(/127\.0\.0\.1:2(?!\d)/, '127.0.0.1:19093')
      .replace(/127\.0\.0\.1:3(?!\d)/, '127.0.0.1:18000')
    expect(back).toBe(config)
  })

  it('says when the file no longer names an address', () => {
    expect(() => placePorts('global: {}', { prometheus: 1, alertmanager: 2, sample: 3 })).toThrow('does not name')
  })
})
