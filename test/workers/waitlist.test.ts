import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Asker, RoomAnswer, RoomSettings } from '../../contract/room.ts'
import type { NewEntry } from '../../contract/waitlist.ts'
import { migrated } from './migrated.ts'
import { buyer, layoutOf, roomOf, settingsOf, ticketType } from './rooms.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const had = <T>(answer: RoomAnswer<T>): T => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}
const whyNot = (answer: RoomAnswer<unknown>) => (answer.ok ? null : answer.error.reason)
const organiser = buyer('staff', { organiser: true, actor: 'u_staff' })

const waitlist = (change: Partial<RoomSettings['waitlist']> = {}): RoomSettings['waitlist'] => ({
  enabled: true,
  fit: 'SKIP_IF_NOT_FIT',
  offerSeconds: 3600,
  maxLapses: 2,
  confirmsItself: false,
  closesAt: null,
  ...change,
})

/** A room of which every place is booked by a buyer of its own. */
const soldOut = async (places: number, change: Partial<RoomSettings> = {}, seats = false) => {
  const settings = settingsOf({ capacity: seats ? null : places, waitlist: waitlist(), ...change })
  const room = await roomOf(settings, seats ? layoutOf(1, places) : null)
  const sold: { id: string; by: Asker }[] = []
  for (let n = 1; n <= places; n += 1) {
    const by = buyer(`buyer${n}`)
    const held = had(await room.hold(seats ? { seats: [`A-${n}`] } : { quantity: 1 }, by, null))
    const booked = had(await room.book({ holdId: held.id, contact: {} }, by, null))
    had(await room.confirm(booked.id, organiser, { override: true, reason: 'Sold' }))
    sold.push({ id: booked.id, by })
  }
  const join = async (name: string, wish: Partial<NewEntry> = {}) =>
    room.join(
      { quantity: 1, email: `${name}@example.com`, accessible: 0, allowPartial: false, ...wish },
      buyer(name),
      null,
    )
  const free = async (n: number) => {
    const { id, by } = sold[n - 1] ?? { id: '', by: organiser }
    return had(await room.cancel(id, {}, by))
  }
  const see = async (id: string, name: string) => had(await room.entry(id, { do: 'look' }, buyer(name)))
  return { room, settings, join, free, see }
}

const factsOf = async (subject: string) => {
  const { results } = await db
    .prepare('SELECT type, sequence FROM domain_events WHERE subject = ? ORDER BY position')
    .bind(subject)
    .all<{ type: string; sequence: number }>()
  return results.map(({ type, sequence }) => `${sequence} ${type}`)
}

describe('the waitlist of a room', () => {
  it('goes on after an eviction between any two calls, and tells each step once', async () => {
    const { room, join, free, see } = await soldOut(2)
    const { id } = had(await join('ada'))
    await evictDurableObject(room)
    had(await join('bob'))
    await evictDurableObject(room)
    await free(1)
    await evictDurableObject(room)
    expect(await see(id, 'ada')).toMatchObject({ status: 'OFFERED', position: null, places: [{ price: 0 }] })
    expect(await room.availability()).toMatchObject({ free: 0, offered: 1, booked: 1 })
    await evictDurableObject(room)
    const booked = had(await room.takeOffer({ entryId: id }, buyer('ada')))
    expect(booked).toMatchObject({ status: 'CONFIRMED', entryId: id, contact: { emailAddress: 'ada@example.com' } })
    await evictDurableObject(room)
    expect(had(await room.takeOffer({ entryId: id }, buyer('ada'))).id).toBe(booked.id)
    expect(await see(id, 'ada')).toMatchObject({ status: 'CLAIMED', bookingId: booked.id })
    await room.flush()
    expect(await factsOf(id)).toEqual(['1 waitlist.joined', '2 waitlist.notification', '3 waitlist.promotion'])
    expect(await factsOf(booked.id)).toEqual(['1 booking.confirmed'])
    const row = await db.prepare('SELECT status, version FROM waitlist_entries WHERE id = ?').bind(id).first()
    expect(row).toEqual({ status: 'CLAIMED', version: 3 })
  })

  it('lets 1: who sleeps go to the end, 11: by the clock alone, with the alarm dead or ringing twice', async () => {
    const { room, join, free, see } = await soldOut(1, { waitlist: waitlist({ offerSeconds: 0 }) })
    const sleepy = had(await join('sleepy'))
    const ada = had(await join('ada'))
    await free(1)
    expect(await see(sleepy.id, 'sleepy')).toMatchObject({ lapses: 1, position: 1 })
    await runDurableObjectAlarm(room)
    await runDurableObjectAlarm(room)
    expect(await see(ada.id, 'ada')).toMatchObject({ status: 'LAPSED', lapses: 2 })
    await room.flush()
    expect(await factsOf(ada.id)).toEqual([
      '1 waitlist.joined',
      '2 waitlist.notification',
      '3 waitlist.lapsed',
      '4 waitlist.notification',
      '5 waitlist.lapsed',
    ])
    expect(await room.availability()).toMatchObject({ free: 1, offered: 0 })
  })

  it('ends an entry once, though what ends it by the clock and by its owner come in one step', async () => {
    const { room, join, free } = await soldOut(1, { waitlist: waitlist({ offerSeconds: 0, maxLapses: 1 }) })
    const { id } = had(await join('ada'))
    await free(1)
    expect(had(await room.entry(id, { do: 'leave' }, buyer('ada')))).toMatchObject({ status: 'LAPSED', version: 3 })
    await room.flush()
    expect(await factsOf(id)).toEqual(['1 waitlist.joined', '2 waitlist.notification', '3 waitlist.lapsed'])
  })

  it('keeps 2: who declined out, and offers on in the same step', async () => {
    const { room, join, free, see } = await soldOut(1)
    const ada = had(await join('ada'))
    const bob = had(await join('bob'))
    await free(1)
    expect(whyNot(await room.entry(ada.id, { do: 'decline' }, buyer('bob')))).toBe('not_found')
    expect(had(await room.entry(ada.id, { do: 'decline' }, buyer('ada')))).toMatchObject({ status: 'DECLINED' })
    expect(await see(bob.id, 'bob')).toMatchObject({ status: 'OFFERED' })
    expect((await room.availability())?.free).toBe(0)
  })

  it('offers 3: a pool that ticket types share once', async () => {
    const pools = [{ id: 'pl', name: 'Both', size: 2 }]
    const ticketTypes = [ticketType({ pools: ['pl'] }), ticketType({ id: 'tt_child', pools: ['pl'] })]
    const { join, free, see } = await soldOut(2, { capacity: 10, pools, ticketTypes })
    const ada = had(await join('ada', { ticketTypeId: 'tt_adult' }))
    const bob = had(await join('bob', { ticketTypeId: 'tt_child' }))
    await free(1)
    expect([(await see(ada.id, 'ada')).status, (await see(bob.id, 'bob')).status]).toEqual(['OFFERED', 'WAITING'])
  })

  it('gathers 5: places for a group that nobody passes, through evictions', async () => {
    const { room, join, free, see } = await soldOut(4, { waitlist: waitlist({ fit: 'STRICT' }) }, true)
    const group = had(await join('group', { quantity: 2 }))
    const ada = had(await join('ada'))
    await free(1)
    await evictDurableObject(room)
    expect((await room.availability())?.seats).toMatchObject({ 'A-1': 'offered' })
    expect(whyNot(await room.hold({ seats: ['A-1'] }, buyer('eve'), null))).toBe('unavailable')
    await free(2)
    expect(await see(group.id, 'group')).toMatchObject({
      status: 'OFFERED',
      places: [{ seat: 'A-1' }, { seat: 'A-2' }],
    })
    expect(await see(ada.id, 'ada')).toMatchObject({ status: 'WAITING', position: 1 })
  })

  it('takes 7: no offer back when the event gets smaller, and offers more when it gets larger', async () => {
    const { room, settings, join, free, see } = await soldOut(2)
    const ada = had(await join('ada'))
    const bob = had(await join('bob'))
    await free(1)
    await room.configure({ version: 2, settings: { ...settings, capacity: 1 }, layout: null })
    await free(2)
    expect([(await see(ada.id, 'ada')).status, (await see(bob.id, 'bob')).status]).toEqual(['OFFERED', 'WAITING'])
    await room.configure({ version: 3, settings: { ...settings, capacity: 2 }, layout: null })
    expect((await see(bob.id, 'bob')).status).toBe('OFFERED')
  })

  it('lets 8: nobody wait while places are free, and 9, 12: organisers choose and revoke', async () => {
    const { room, join, free, see } = await soldOut(2)
    const ada = had(await join('ada'))
    const bob = had(await join('bob'))
    const first = { do: 'prioritise', priority: 3, reason: 'Was first last year' } as const
    expect(whyNot(await room.entry(bob.id, first, buyer('bob')))).toBe('not_found')
    expect(had(await room.entry(bob.id, first, organiser))).toMatchObject({ position: 1, priority: 3 })
    await free(1)
    expect((await see(bob.id, 'bob')).status).toBe('OFFERED')
    had(await room.entry(bob.id, { do: 'revoke', note: 'Sold on' }, organiser))
    expect([(await see(ada.id, 'ada')).status, (await see(bob.id, 'bob')).status]).toEqual(['OFFERED', 'REVOKED'])
    await free(2)
    expect(whyNot(await join('cleo'))).toBe('places_free')
  })

  it('answers a join again for its key, and for its address', async () => {
    const { room } = await soldOut(1)
    const wish = { quantity: 1, email: 'ada@example.com', accessible: 0, allowPartial: false }
    const retry = { scope: 'g:ada', key: 'k', digest: 'd' }
    const first = await room.join(wish, buyer('ada'), retry)
    expect(await room.join(wish, buyer('ada'), retry)).toEqual({ ...first, repeated: true })
    expect(had(await room.join({ ...wish, email: 'ADA@example.com' }, buyer('ada'), null)).id).toBe(had(first).id)
    expect(whyNot(await room.join(wish, buyer('ada'), { ...retry, digest: 'other' }))).toBe('idempotency_key_reused')
  })

  it('tells a stranger who knows an address nothing but that it waits', async () => {
    const { room, join, free } = await soldOut(1)
    const { id } = had(await join('ada', { name: 'Ada Lovelace' }))
    await free(1)
    const wish = { quantity: 1, email: 'ada@example.com', accessible: 0, allowPartial: false }
    const seen = had(await room.join(wish, buyer('eve'), null))
    expect(seen).toMatchObject({ id, offer: null, places: [], bookingId: null, contact: { fullName: null } })
    expect(whyNot(await room.entry(id, { do: 'look' }, buyer('eve')))).toBe('not_found')
    expect(whyNot(await room.takeOffer({ entryId: id }, buyer('eve')))).toBe('not_found')
    const followed = buyer('phone', { links: [id] })
    expect(had(await room.takeOffer({ entryId: id }, followed)).owners).toEqual(['g:ada', 'g:phone'])
  })

  it('never lets the public have what is cancelled while someone waits, however they race', async () => {
    const { room, join, free } = await soldOut(20)
    for (let n = 0; n < 20; n += 1) had(await join(`w${n}`))
    const races = Array.from({ length: 20 }, (_, n) => [
      free(n + 1),
      room.hold({ quantity: 1 }, buyer(`public${n}`), null),
      room.hold({ quantity: 1 }, buyer(`late${n}`), null),
    ]).flat()
    const answers = await Promise.all(races)
    expect(answers.filter((answer) => 'ok' in answer && answer.ok)).toEqual([])
    expect(await room.availability()).toMatchObject({ free: 0, held: 0, offered: 20, booked: 0 })
  })

  it('wakes with 50,000 people waiting, and answers without looking at them all', async () => {
    const { room, join, free } = await soldOut(2)
    const { id } = had(await join('first'))
    await runInDurableObject(room, (_, state) => {
      const [row] = state.storage.sql.exec<{ value: string }>('SELECT value FROM entries').toArray()
      const entry = JSON.parse(row?.value ?? '{}') as object
      for (let n = 2; n <= 50_000; n += 1) {
        const another = {
          ...entry,
          id: `${id}${n}`,
          email: `w${n}@example.com`,
          owner: `g:w${n}`,
          rank: n,
          quantity: (n % 4) + 1,
        }
        state.storage.sql.exec('INSERT INTO entries VALUES (?, ?)', another.id, JSON.stringify(another))
      }
    })
    await evictDurableObject(room)
    const last = had(await join('last'))
    expect(last.position).toBe(50_001)
    await free(1)
    expect(had(await room.entry(id, { do: 'look' }, buyer('first'))).status).toBe('OFFERED')
    await free(2)
    expect(had(await room.entry(`${id}4`, { do: 'look' }, buyer('w4'))).status).toBe('OFFERED')
    expect(had(await room.entry(`${id}2`, { do: 'look' }, buyer('w2')))).toMatchObject({
      status: 'WAITING',
      position: 1,
    })
  })
})
