import { z } from 'zod'
import { bookableId } from '../../../contract/events.ts'
import { opaqueId } from '../../../contract/ids.ts'
import { invitationPage, invitationQuery, invitedList, listedInvitation } from '../../../contract/invitations.ts'
import { type Invited, type InviteeFault, newInvitations } from '../../../contract/invitees.ts'
import { page } from '../../../contract/page.ts'
import { readInvitees } from '../../../domain/booking/invitees.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById, type EventRow, eventById } from '../../../platform/db/events.ts'
import { type InvitationRow, invitationCountsOf, invitationsOf } from '../../../platform/db/invitations.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { cause } from '../../../platform/trace.ts'
import { problem } from '../problem.ts'
import { retryOf } from './asker.ts'
import { asPage, readCursor } from './cursor.ts'
import { idempotencyHeader } from './idempotency.ts'
import { INVALID_KEY } from './invalid-key.ts'
import { asListedInvitation } from './invitation-answer.ts'
import { refusedBy } from './known-event.ts'
import { type Asked, answer, body, can, problems, router } from './route.ts'

export const invitations = router()
const tags = ['invitations']
const ofEvent = z.object({ id: bookableId })
const place = z.tuple([z.int(), opaqueId])

invitations.openapi(
  can('booking.manage', {
    method: 'post',
    path: '/events/{id}/invitations',
    tags,
    summary: 'Invite people: a list, pasted addresses or a table. Each address once; what is wrong with one is told',
    request: { params: ofEvent, headers: idempotencyHeader, body: body(newInvitations) },
    responses: { 201: answer(invitedList, 'Who is invited, and who is not'), ...problems },
  }),
  async (c) => {
    const { organisationId, userId } = c.var.caller
    const event = await eventById(database(c.env.DB), organisationId, c.req.valid('param').id)
    if (event === null) return problem(c, 'not_found')
    const wish = c.req.valid('json')
    const asker = { owners: [`u:${userId}`], links: [], organiser: true, actor: userId, cause: cause() }
    const retry = retryOf(c, { asker, newcomer: false }, { eventId: event.id, ...wish })
    if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
    const { invitees, faults } = readInvitees(wish)
    if (invitees.length === 0 || (wish.strict && faults.length > 0)) return nobody(c, faults)
    const { message = null, expiresAt, reminders, strict } = wish
    const until = expiresAt === undefined ? null : Date.parse(expiresAt)
    const order = { invitees, message, expiresAt: until, reminders, strict }
    const made = await eventRoom(c.env.EVENT_ROOM, event.id).invite(order, asker, retry)
    if (!made.ok && made.error.faults !== undefined) return nobody(c, made.error.faults)
    if (!made.ok) return refusedBy(c, made.error)
    if (made.repeated === true) c.header('Idempotency-Replayed', 'true')
    const refused = [...faults, ...made.value.faults]
    if (made.value.invitations.length === 0) return nobody(c, refused)
    return c.json(await asInvited(c, event, { ...made.value, faults: refused }), 201)
  },
)

invitations.openapi(
  can('booking.manage', {
    method: 'get',
    path: '/events/{id}/invitations',
    tags,
    summary: 'Who was invited to an event, newest first, and how many come',
    request: { params: ofEvent, query: invitationQuery },
    responses: { 200: answer(invitationPage, 'A page of invitations'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, ...which } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor, place)
    if (cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const db = database(c.env.DB)
    const { organisationId } = c.var.caller
    const event = await eventById(db, organisationId, c.req.valid('param').id)
    if (event === null) return problem(c, 'not_found')
    await eventRoom(c.env.EVENT_ROOM, event.id).flush()
    const before = after === null ? null : { createdAt: after[0], id: after[1] }
    const [rows, counts] = await Promise.all([
      invitationsOf(db, { ...which, organisationId, eventId: event.id }, { before, limit: limit + 1 }),
      invitationCountsOf(db, event.id, Date.now()),
    ])
    return c.json({ ...(await listed(c, rows, { limit, events: [event] })), counts }, 200)
  },
)

invitations.openapi(
  can('booking.manage', {
    method: 'get',
    path: '/invitations',
    tags,
    summary: 'Invitations to the events of the organisation, newest first; of an address where one is named',
    request: { query: invitationQuery },
    responses: { 200: answer(page(listedInvitation), 'A page of invitations'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, ...which } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor, place)
    if (cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const before = after === null ? null : { createdAt: after[0], id: after[1] }
    const db = database(c.env.DB)
    const { organisationId } = c.var.caller
    const rows = await invitationsOf(db, { ...which, organisationId }, { before, limit: limit + 1 })
    const ids = [...new Set(rows.map(({ eventId }) => eventId))]
    const events = (await Promise.all(ids.map((id) => anyEventById(db, id)))).filter((event) => event !== null)
    return c.json(await listed(c, rows, { limit, events }), 200)
  },
)

const listed = async (
  c: Asked,
  rows: InvitationRow[],
  { limit, events }: { limit: number; events: readonly EventRow[] },
) => {
  const paged = asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item: (row) => row })
  const data = paged.data.map(({ eventId, invitation: one }) => {
    const event = events.find(({ id }) => id === eventId)
    return asListedInvitation(c, event ?? GONE, one)
  })
  return { data: await Promise.all(data), next: paged.next }
}

const GONE = { status: 'CANCELLED', startsAt: 0 } as const

const nobody = (c: Parameters<typeof problem>[0], faults: readonly InviteeFault[]) =>
  problem(c, 'invalid', {
    detail: 'Nobody was invited',
    errors:
      faults.length === 0
        ? [{ pointer: '/to', code: 'empty', detail: 'There is nobody in it' }]
        : faults.map(({ source: { pointer, line }, email, code, detail }) => ({
            pointer,
            code,
            detail: [line === null ? '' : `Line ${line}`, email ?? '', detail].filter((part) => part !== '').join(': '),
          })),
  })

const asInvited = async (c: Asked, event: EventRow, { invitations: list, faults }: Invited) => ({
  invitations: await Promise.all(
    list.map(async ({ invitation: one, made }) => ({
      ...(await asListedInvitation(c, event, one)),
      outcome: made ? ('created' as const) : ('existing' as const),
    })),
  ),
  created: list.filter(({ made }) => made).length,
  existing: list.filter(({ made }) => !made).length,
  refused: faults.map(({ source, ...fault }) => ({ ...fault, ...source })),
})
