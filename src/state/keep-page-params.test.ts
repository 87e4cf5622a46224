import { expect, test } from 'vitest'
import { keepPageParams } from './keep-page-params'

test.each([
  ['q=severity%3Dcritical&q=job%3D~api.*&group=platform'],
  ['filter=%7Balertname%3D%22X%22%7D'],
  ['q=api&state=blind%2Cmay&rule=APIDown'],
  ['labels=alertname%3D%22X%22'],
  ['alert=0123456789abcdef'],
  ['filter=%7Ba%3D%22b%22%7D&comment=again'],
])('another theme or range leaves the filters of a page of alerts as they are: %s', (search) => {
  const to = new URLSearchParams('theme=dark')
  keepPageParams(new URLSearchParams(`from=now-1h&unknown=1&${search}`), to)
  const kept = [...to].filter(([name]) => name !== 'theme').toSorted()
  expect(kept).toEqual([...new URLSearchParams(search)].toSorted())
})
