import { describe, expect, test } from 'vitest'
import { createReceivedReader } from '~/data/decode/alerts/alert-reader'
import { createInThreadDecoder } from '~/data/decode/decoder'
import { createServerClock } from '~/data/server-clock'
import type { Transport, TransportRequest } from '~/data/transport/transport'
import type { Silence } from '~/domain/alerts/model'
import { decode } from '~/lib/decode'
import { bodyOf } from '~/testing/prometheus-bodies'
import { createAlertStore } from './alert-store'
import { silencesSchema } from './wire'

const read = createReceivedReader(createInThreadDecoder())
const decodeReceived = (document: unknown) => read(bodyOf(document))

const TIME = '2026-01-28T15:30:00Z'
const alert = {
  ...{ fingerprint: '1', labels: {}, annotations: {}, startsAt: TIME, endsAt: TIME, generatorURL: '' },
  ...{ receivers: [], status: { state: 'active', silencedBy: [], inhibitedBy: [] } },
}

describe('what an Alertmanager tells is taken as text', () => {
  test('H14 H15: a generatorURL stays the text that it is', async () => {
    const [found] = await decodeReceived([{ ...alert, generatorURL: 'javascript:__pwn++' }])
    expect(found?.generatorUrl).toBe('javascript:__pwn++')
  })

  test('H06 H20: labels and annotations with names of the language itself touch no prototype', async () => {
    const texts = JSON.parse('{"__proto__":"evil","constructor":"x","toString":"y","n":1,"o":{"evil":1}}')
    const [found] = await decodeReceived([{ ...alert, labels: texts, annotations: texts }])
    const wanted = ['__proto__', 'constructor', 'toString']
    expect([...(found?.labels.keys() ?? [])].filter((name) => name !== 'n' && name !== 'o')).toEqual(wanted)
    expect([...(found?.annotations.values() ?? [])]).toEqual(['evil', 'x', 'y'])
    expect(Reflect.get({}, 'evil')).toBeUndefined()
  })

  test('H25: ids and receivers that are no texts are left out, and hostile ones kept as they are', async () => {
    const status = { state: 'suppressed', silencedBy: ['../../x', 5, null], inhibitedBy: ['<img src=x>', {}] }
    const receivers = [{ name: '<script>__pwn++</script>' }]
    const [found] = await decodeReceived([{ ...alert, status, receivers }])
    expect(found).toMatchObject({
      ...{ silencedBy: ['../../x'], inhibitedBy: ['<img src=x>'], receivers: ['<script>__pwn++</script>'] },
    })
  })

  test.each([
    ['a state of its own', [{ ...alert, status: { ...alert.status, state: '<img>' } }]],
    ['receivers that are none', [{ ...alert, receivers: [5] }]],
    ['an alert that is a text', ['<img src=x onerror=alert(1)>']],
  ])('%s is refused as a whole', async (_, answer) => {
    await expect(decodeReceived(answer)).rejects.toThrow()
  })
})

describe('H25 an id of a silence never becomes a part of an address', () => {
  test.each(['../../api/v2/alerts', '..%2f..%2fstatus', 'a?b#c', '//evil.example', ''])('%j', async (id) => {
    const asked: TransportRequest[] = []
    const transport: Transport = {
      async request(request) {
        asked.push(request)
        const body = new TextEncoder().encode('{"silenceID":"x"}').buffer as ArrayBuffer
        return { status: 200, headers: new Headers(), body, durationMs: 1, url: request.url, sentMs: 0, headMs: 0 }
      },
      dispose() {},
    }
    const clock = createServerClock({ now: Date.now })
    const store = createAlertStore({
      id: 'am',
      title: 'Alertmanager',
      baseUrl: '/am',
      transport,
      decoder: createInThreadDecoder(),
      clock,
    })
    const silences = decode(silencesSchema, [
      {
        ...{ id, startsAt: TIME, endsAt: TIME, updatedAt: TIME, createdBy: '', comment: '' },
        ...{ matchers: [{ name: 'a', value: 'b', isRegex: false }], status: { state: 'active' } },
      },
    ])
    const [silence] = silences ?? []
    const { signal } = new AbortController()
    await store.expireSilence(silence as Silence, signal)
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /am/api/v2/silences'])
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ id, matchers: [{ name: 'a', value: 'b' }] })
  })
})
