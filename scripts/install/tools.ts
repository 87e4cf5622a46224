import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program that is not an npm package. */
export interface Tool {
  /** Names that it goes by: Debian has `prometheus-alertmanager`. */
  readonly binaries: readonly string[]
  readonly apt: string
  readonly brew: string
}

export const PROMETHEUS: Tool = { binaries: ['prometheus'], apt: 'prometheus', brew: 'prometheus' }
export const PROMTOOL: Tool = { binaries: ['promtool'], apt: 'prometheus', brew: 'prometheus' }
export const ALERTMANAGER: Tool = {
  binaries: ['alertmanager', 'prometheus-alertmanager'],
  apt: 'prometheus-alertmanager',
  brew: 'alertmanager',
}
export const CHROMIUM: Tool = {
  binaries: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  apt: 'chromium',
  brew: '--cask chromium',
}
export const NGINX: Tool = { binaries: ['nginx'], apt: 'nginx-light', brew: 'nginx' }

export const JQ: Tool = { binaries: ['jq'], apt: 'jq', brew: 'jq' }

export const NODE_EXPORTER: Tool = {
  binaries: ['node_exporter', 'prometheus-node-exporter'],
  apt: 'prometheus-node-exporter',
  brew: 'node_exporter',
}

/** Where Debian keeps servers; not on the PATH of everybody. */
const EXTRA_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/opt/homebrew/bin', '/usr/local/bin']

const { PATH = '' } = process.env

/** The full path of the first of `names` that can be run, looking through PATH and the folders of servers. */
export function findBinary(names: readonly string[], path = PATH): string | undefined {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ''), ...EXTRA_FOLDERS]
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
