import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { compareAll } from '../../local/rebuild-bookings.ts'
import { call, ORIGIN, read, someone } from './client.ts'
import { evening } from './evening.ts'
import { migrated } from './migrated.ts'

const { DB } = env as Env

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const eventOf = () => evening(token, { capacity: 3, waitlist: true })

const compared = (repair: boolean) =>
  compareAll({ url: ORIGIN, key: token, repair }, ((url: URL, init: RequestInit) =>
    call('POST', url.pathname, {
      body: init.body,
      headers: init.headers as Record<string, string>,
    })) as typeof fetch)

const run = (sql: string, ...values: unknown[]) =>
  DB.prepare(sql)
    .bind(...values)
    .run()

const rowsOf = async (table: string) => (await DB.prepare(`SELECT * FROM ${table} ORDER BY id`).all()).results

describe('lists of who waits and who was invited', () => {
  it('say what the rooms say, also of who is offered places, books them and answers; and are put right', async () => {
    const { id } = await eventOf()
    const at = `/api/v1/events/${id}`
    const hold = await read<{ id: string }>(201, call('POST', `${at}/holds`, { token, body: { quantity: 3 } }))
    const entries = []
    for (const name of ['ada', 'bob', 'eve'])
      entries.push(
        await read<{ id: string; link: string }>(
          201,
          call('POST', `${at}/waitlist/join`, { body: { quantity: 1, email: `${name}@example.com` } }),
        ),
      )
    const to = ['grace', 'alan', 'kurt'].map((name) => ({ email: `${name}@example.com`, plusOnes: 1 }))
    const { invitations } = await read<{ invitations: { id: string; link: string }[] }>(
      201,
      call('POST', `${at}/invitations`, { token, body: { to } }),
    )
    const key = new URL(invitations[0]?.link ?? '').pathname.split('/').at(-1)
    await read(200, call('POST', `/api/v1/invitations/${key}/respond`, { body: { answer: 'yes', plusOnes: 1 } }))
    // What comes free is offered.
    expect((await call('DELETE', `${at}/holds/${hold.id}`, { token })).status).toBe(204)

    const { data } = await read<{ data: { status: string }[] }>(200, call('GET', `${at}/waitlist`, { token }))
    expect(data.filter(({ status }) => status === 'OFFERED')).toHaveLength(3)
    const right = { bookings: 0, entries: 4, invitations: 3, missing: 0, different: 0, stray: 0, owners: 0 }
    expect(await compared(false)).toMatchObject({ ok: true, value: right })

    await run('DELETE FROM waitlist_entries WHERE id = ?', entries[0]?.id)
    await run("UPDATE waitlist_entries SET status = 'LEFT' WHERE id = ?", entries[1]?.id)
    await run('UPDATE invitations SET version = version + 10, invitation = ? WHERE id = ?', '{}', invitations[1]?.id)
    await run(
      `INSERT INTO invitations SELECT id || 'z', organisation_id, event_id, email, status, coming, expires_at, created_at,
         version, invitation FROM invitations WHERE id = ?`,
      invitations[2]?.id,
    )
    const broken = { ...right, missing: 1, different: 2, stray: 1 }
    expect(await compared(false)).toMatchObject({ ok: true, value: broken })
    expect(await compared(true)).toMatchObject({ ok: true, value: { ...broken, repaired: true } })
    expect(await compared(false)).toMatchObject({ ok: true, value: right })
  })

  it('are nobody else’s, whatever a cursor says', async () => {
    const { id } = await eventOf()
    const at = `/api/v1/events/${id}`
    await read(201, call('POST', `${at}/invitations`, { token, body: { to: [{ email: 'ada@example.com' }] } }))
    const hold = await read<{ id: string }>(201, call('POST', `${at}/holds`, { token, body: { quantity: 1 } }))
    await read(
      201,
      call('POST', '/api/v1/bookings', { token, body: { eventId: id, holdId: hold.id, contact: { fullName: 'Ada' } } }),
    )
    const { accessToken: stranger } = await someone()
    const places = [
      ['rooms', 'entries', 'zzzz', '0'],
      ['rooms', 'invitations', 'zzzz', '0'],
      ['rooms', 'bookings', '', '0'],
      ['rooms', 'entries', '', ''],
      ...['bookings', 'entries', 'invitations'].map((kind) => ['rooms', kind, id, '']),
      ['rooms', 'bookings', id, 'b'],
      ['rooms', 'invitations', id, `i_${id}_0`],
    ]
    const before = await Promise.all(['bookings', 'invitations', 'waitlist_entries'].map((table) => rowsOf(table)))
    for (const place of places) {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url')
      const body = { repair: true, cursor }
      const answer = await call('POST', '/api/v1/bookings/rebuild', { token: stranger, body })
      expect([place, answer.status]).toEqual([place, 422])
    }
    expect(await Promise.all(['bookings', 'invitations', 'waitlist_entries'].map((table) => rowsOf(table)))).toEqual(
      before,
    )
  })
})
