import { expect, it } from 'vitest'
import { zoneChoices } from './zone-choices'

const ZONES = ['America/New_York', 'Asia/Katmandu', 'Europe/Berlin', 'Europe/London', 'UTC']

it.each<[string, string[]]>([
  ['', ['browser', 'utc', 'America/New_York', 'Asia/Kathmandu', 'Europe/Berlin', 'Europe/London']],
  ['new york', ['America/New_York']],
  ['america/new_york', ['America/New_York']],
  ['london', ['browser', 'Europe/London']],
  ['kathmandu', ['Asia/Kathmandu']],
  ['UTC', ['utc']],
  ['atlantis', []],
])('%s', (search, expected) => {
  expect(zoneChoices(search, ZONES, 'Europe/London').map(({ value }) => value)).toEqual(expected)
})
