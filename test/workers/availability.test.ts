import { beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../../contract/events.ts'
import type { Layout } from '../../contract/layout.ts'
import type { Plan } from '../../contract/plans.ts'
import type { Problem } from '../../contract/problem.ts'
import { ACCESS_COOKIE } from '../../workers/core/api/cookies.ts'
import { planOf, seatAt } from '../unit/domain/booking/houses.ts'
import { call, ORIGIN, read, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { watcherOf } from './watcher.ts'

let token: string
let stranger: string
const ELSEWHERE = 'https://choir.example'

beforeAll(async () => {
  await migrated()
  ;[token, stranger] = [(await someone()).accessToken, (await someone()).accessToken]
})

const make = (body: object = {}) =>
  read<Event>(
    201,
    call('POST', '/api/v1/events', {
      token,
      body: {
        name: 'Concert',
        startsAt: '2027-06-01T18:00:00Z',
        endsAt: '2027-06-01T20:00:00Z',
        timeZone: 'Europe/Berlin',
        status: 'ON_SALE',
        capacity: 3,
        ...body,
      },
    }),
  )

interface Availability {
  seq: number
  free: number
  layoutKey: string | null
  seats: Record<string, string>
}

const get = (id: string, part: string, headers: Record<string, string> = {}, by?: string) =>
  call('GET', `/api/v1/events/${id}/${part}`, { headers, ...(by === undefined ? {} : { token: by }) })
const availability = (id: string) => read<Availability>(200, get(id, 'availability'))
const hold = (id: string, body: object) =>
  read<{ id: string }>(201, call('POST', `/api/v1/events/${id}/holds`, { body }))
const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code
const planned = async (...guids: string[]) => {
  const plan = planOf(guids.map((guid, n) => seatAt(guid, n * 20)))
  const { id } = await read<Plan>(
    201,
    call('POST', '/api/v1/plans', { token, body: { name: 'Hall', plan, publish: true } }),
  )
  return id
}

describe('availability', () => {
  it('shows a hold to whoever asks next, though it was asked just before', async () => {
    const { id } = await make()
    for (const free of [3, 2, 1, 0]) {
      expect(await availability(id)).toMatchObject({ eventId: id, free, held: 3 - free })
      if (free > 0) await hold(id, { quantity: 1 })
    }
  })

  it('is answered with 304 to who has it, in whichever way they say so', async () => {
    const { id } = await make()
    const tag = (await get(id, 'availability')).headers.get('etag') ?? ''
    for (const known of [tag, `W/${tag}`, `"7", W/${tag} , "8"`, '*'])
      expect((await get(id, 'availability', { 'if-none-match': known })).status).toBe(304)
    for (const known of ['"x"', tag.replaceAll('"', '')])
      expect((await get(id, 'availability', { 'if-none-match': known })).status).toBe(200)
    await hold(id, { quantity: 1 })
    const changed = await get(id, 'availability', { 'if-none-match': tag })
    expect([changed.status, changed.headers.get('cache-control')]).toEqual([200, 'public, no-cache'])
  })

  it('of a plan says what each seat is, and follows when the plan is changed', async () => {
    const { id, version } = await make({ capacity: null, planId: await planned('A-1', 'A-2') })
    await hold(id, { seats: ['A-2'] })
    expect((await availability(id)).seats).toEqual({ 'A-1': 'free', 'A-2': 'held' })
    const planId = await planned('A-1', 'A-2', 'A-3')
    await read(200, call('PATCH', `/api/v1/events/${id}`, { token, body: { planId, version } }))
    expect((await availability(id)).seats).toEqual({ 'A-1': 'free', 'A-2': 'held', 'A-3': 'free' })
  })

  it('may be read by pages of any origin, without cookies', async () => {
    const { id } = await make()
    const answer = await get(id, 'availability', { origin: ELSEWHERE })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    const asks = { origin: ELSEWHERE, 'access-control-request-method': 'GET' }
    const beforehand = (wanted: string) =>
      call('OPTIONS', `/api/v1/events/${id}/availability`, {
        headers: { ...asks, 'access-control-request-headers': wanted },
      })
    expect((await beforehand('if-none-match')).status).toBe(204)
    expect(await code(beforehand('authorization'))).toBe('origin_not_allowed')
  })

  it.each(['availability', 'live', 'layout'])('of a draft is there for its organisation alone: %s', async (part) => {
    const { id } = await make({ status: 'DRAFT' })
    const headers = { upgrade: 'websocket' }
    expect(await code(get(id, part, headers))).toBe('not_found')
    expect(await code(get(id, part, headers, stranger))).toBe('not_found')
    expect((await get(id, 'availability', {}, token)).headers.get('cache-control')).toBe('private, no-cache')
    expect((await get(id, 'live', headers, token)).status).toBe(101)
  })

  it('of what nobody made is not found, and touches no room', async () => {
    expect(await code(get('e_nothing', 'availability'))).toBe('not_found')
    expect(await code(get(`e_${'x'.repeat(22)}`, 'availability'))).toBe('not_found')
    expect(await code(get((await make()).id, 'availability', { authorization: 'Bearer bad' }))).toBe('unauthenticated')
  })
})

describe('a layout', () => {
  it('is the geometry of the plan, for ever under its key', async () => {
    const { id } = await make({ capacity: null, planId: await planned('A-1', 'A-2') })
    const { layoutKey } = await availability(id)
    const plain = await get(id, 'layout')
    expect(plain.headers.get('cache-control')).toBe('public, no-cache')
    const layout = (await plain.json()) as Layout
    expect(layout.seats.map(({ guid, x }) => [guid, x])).toEqual([
      ['A-1', 0],
      ['A-2', 20],
    ])
    const kept = await get(id, `layout?key=${encodeURIComponent(layoutKey ?? '')}`)
    expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const tag = kept.headers.get('etag') ?? ''
    expect((await get(id, 'layout', { 'if-none-match': tag })).status).toBe(304)
    expect(await code(get(id, 'layout?key=plans/other'))).toBe('not_found')
    expect(await code(get((await make()).id, 'layout'))).toBe('not_found')
  })
})

describe('live', () => {
  it('is a socket, from any origin for a public event', async () => {
    const { id } = await make()
    const watcher = watcherOf(await get(id, 'live', { upgrade: 'websocket', origin: ELSEWHERE }))
    expect(await watcher.until(() => true)).toMatchObject({ type: 'snapshot', free: 3 })
    await hold(id, { quantity: 1 })
    expect(await watcher.until(({ type }) => type === 'delta')).toMatchObject({ free: 2 })
    expect(await code(get(id, 'live'))).toBe('upgrade_required')
  })

  it('is a stream of the same frames for who cannot have a socket, which goes on where it ended', async () => {
    const { id } = await make()
    const first = await streamOf(get(id, 'live', { accept: 'text/event-stream' }))
    expect(await first.next()).toMatchObject({ id: '1', data: { type: 'snapshot', seq: 1, free: 3 } })
    await hold(id, { quantity: 1 })
    expect(await first.next()).toMatchObject({ id: '2', data: { type: 'delta', since: 1, seq: 2, free: 2 } })
    await hold(id, { quantity: 2 })
    expect(await first.next()).toMatchObject({ data: { type: 'delta', since: 2, free: 0, low: true } })
    expect(await first.next()).toMatchObject({ data: { type: 'low', free: 0 } })
    await first.end()
    const again = await streamOf(get(id, 'live?since=1', { accept: 'text/event-stream', 'last-event-id': '2' }))
    expect(await again.next()).toMatchObject({ id: '3', data: { type: 'delta', since: 2, free: 0 } })
    await again.end()
    const lost = await streamOf(get(id, 'live', { accept: 'text/event-stream', 'last-event-id': '77' }))
    expect(await lost.next()).toMatchObject({ data: { type: 'resync', seq: 3 } })
    await lost.end()
  })

  it('of a draft is opened from our own pages, or with a token', async () => {
    const { id } = await make({ status: 'DRAFT' })
    const cookie = `${ACCESS_COOKIE}=${token}`
    const as = (origin: string) => get(id, 'live', { upgrade: 'websocket', cookie, origin })
    expect((await as(ORIGIN)).status).toBe(101)
    expect(await code(as(ELSEWHERE))).toBe('cross_site')
  })
})

/** Reads server-sent events one by one. */
const streamOf = async (answering: Promise<Response>) => {
  const answer = await answering
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next(): Promise<{ id: string; data: Record<string, unknown> }> {
      for (;;) {
        const [, id, data] = /id: (\d+)\ndata: (.*)\n\n/.exec(text) ?? []
        if (id !== undefined && data !== undefined) {
          text = text.slice(text.indexOf(data) + data.length)
          return { id, data: JSON.parse(data) as Record<string, unknown> }
        }
        text += (await reader?.read())?.value ?? ''
      }
    },
    end: () => reader?.cancel(),
  }
}
