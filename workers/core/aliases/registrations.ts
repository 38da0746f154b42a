import { z } from 'zod'
import { contact as contactShape } from '../../../contract/bookings.ts'
import { type EarlierRegistration, earlierRegistration } from '../../../contract/earlier-events.ts'
import { opaqueId } from '../../../contract/ids.ts'
import type { PlanMap } from '../../../contract/plan-map.ts'
import { newEntry } from '../../../contract/waitlist.ts'
import { readInvitees } from '../../../domain/booking/invitees.ts'
import { permitted } from '../../../domain/identity/access.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById, type EventRow } from '../../../platform/db/events.ts'
import {
  type RegistrationRow,
  registrationsOf,
  registrationsOfAddress,
  registrationsOfPerson,
} from '../../../platform/db/registrations.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { type Asking, rememberGuest, retryOf } from '../api/asker.ts'
import { asPage, readCursor } from '../api/cursor.ts'
import { INVALID_KEY } from '../api/invalid-key.ts'
import { type KnownEvent, ownEvent, refusedBy, visitEvent } from '../api/known-event.ts'
import { mustQueue } from '../api/must-queue.ts'
import { type ApiContext, body, can, fieldErrors, open, router } from '../api/route.ts'
import { visitor } from '../api/visitor.ts'
import { mapOf } from '../pages/booking/visit.ts'
import { problem } from '../problem.ts'
import { bookAtOnce } from './at-once.ts'
import { accountOf } from './organised-waitlist.ts'
import { guidOf } from './printed-seats.ts'
import { asUnderApi, bareArray } from './refusal.ts'
import {
  bookingRegistration,
  entryRegistration,
  invitedRegistration,
  type Registration,
} from './registration-answer.ts'

/**
 * Invitations at the paths of the earlier organiser. There an invitation was made by organisers for others and by people
 * for themselves, who locked a seat before. The first is an invitation here, the second a booking that waits for its yes,
 * or an entry of the waitlist where the event is full: ids begin with `i_`, `b_` and `w_`.
 */
export const registrations = router()

const hide = true
const responses = { 200: { description: 'As the earlier system answered' } }

for (const path of ['/invitations', '/invitations/event/:eventId', '/invitations/user/:email'])
  registrations.use(path, ...asUnderApi)

registrations.openapi(
  open({ method: 'post', path: '/invitations', hide, request: { body: body(earlierRegistration) }, responses }),
  async (c) => {
    const wish = c.req.valid('json')
    const visit = await visitEvent(c, wish.eventId)
    if ('refused' in visit) return visit.refused
    const event = await anyEventById(database(c.env.DB), visit.event.id)
    if (event === null) return problem(c, 'not_found')
    const map = await mapOf(c.env, event)
    const seat = guidOf(c, map, wish)
    if ('refused' in seat) return seat.refused
    const placed = { ...visit, wish, map, seat: seat.guid }
    return visit.asker.organiser ? invited(c, placed) : registered(c, event, placed)
  },
)

type Placed = Asking & { event: KnownEvent; wish: EarlierRegistration; map: PlanMap | null; seat: string | null }

const invited = async (c: ApiContext, { event, asker, newcomer, wish, map, seat }: Placed) => {
  const { userEmail: email, userName } = wish
  const given = { ...(userName == null ? {} : { name: userName }), ...(seat === null ? {} : { seat }) }
  const { invitees, faults } = readInvitees({ to: [{ email, ...given }] })
  if (faults.length > 0) return problem(c, 'invalid', { errors: faults.map(({ detail }) => noAddress(detail)) })
  const retry = retryOf(c, { asker, newcomer }, wish)
  if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
  const order = { invitees, message: null, expiresAt: null, reminders: true, strict: true }
  const made = await eventRoom(c.env.EVENT_ROOM, event.id).invite(order, asker, retry)
  if (!made.ok) return refusedBy(c, { ...made.error, ...reasonOf(made.error.faults) })
  const [one] = made.value.invitations
  if (one === undefined) return problem(c, 'internal')
  return c.json(invitedRegistration(one.invitation, map), one.made ? 201 : 200)
}

const noAddress = (detail: string) => ({ pointer: '/userEmail', code: 'email', detail })

const ROOMS_OWN = ['unavailable', 'capacity', 'quota', 'invalid_places'] as const

const reasonOf = (faults: readonly { code: string; detail: string }[] = []) => {
  const [fault] = faults
  const reason = ROOMS_OWN.find((known) => known === fault?.code)
  return fault === undefined || reason === undefined ? {} : { reason, detail: fault.detail }
}

/** Somebody wants to come: a place for them that waits for their yes, or where there is none a place in the line. */
const registered = async (c: ApiContext, event: EventRow, { wish, map, seat, ...visit }: Placed) => {
  const queues = await mustQueue(c, visit)
  if (queues !== null) return queues
  const account = await accountOf(c, visit)
  const name = wish.userName ?? account?.name
  const contact = contactShape.safeParse({
    emailAddress: wish.userEmail,
    ...(name === undefined ? {} : { fullName: name }),
  })
  if (!contact.success) return problem(c, 'invalid', { errors: [noAddress('This is no address')] })
  const seated = (map?.seats.guid.length ?? 0) > 0
  const places = seat !== null ? { seats: [seat] } : seated ? { bestAvailable: 1 } : { quantity: 1 }
  const booked = await bookAtOnce(c, visit, { places, contact: contact.data })
  if (booked === 'invalid') return problem(c, 'invalid', INVALID_KEY)
  if (booked.ok) return c.json(bookingRegistration(booked.value, map), 201)
  const full = ['capacity', 'no_block', 'quota', 'unavailable'].includes(booked.error.reason)
  if (!full || seat !== null || !event.settings.waitlist.enabled) return refusedBy(c, booked.error)
  return waits(c, visit, { email: wish.userEmail, ...(name === undefined ? {} : { name }) })
}

const waits = async (c: ApiContext, visit: Asking & { event: KnownEvent }, said: { email: string; name?: string }) => {
  const wish = newEntry.safeParse(said)
  if (!wish.success) return problem(c, 'invalid', { errors: fieldErrors(wish.error) })
  const joined = await eventRoom(c.env.EVENT_ROOM, visit.event.id).join(wish.data, visit.asker, null)
  if (!joined.ok) return refusedBy(c, joined.error)
  if (visit.asker.owners.includes(joined.value.owner)) await rememberGuest(c, joined.value.owner)
  return c.json(entryRegistration(joined.value), 201)
}

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(100),
  cursor: z.string().max(500).optional(),
})

registrations.openapi(
  can('booking.read', {
    method: 'get',
    path: '/invitations/event/{eventId}',
    hide,
    request: { params: z.object({ eventId: opaqueId }), query: listQuery },
    responses,
  }),
  async (c) => {
    const event = await ownEvent(c, c.req.valid('param').eventId)
    if (event === null) return problem(c, 'not_found')
    const { limit, cursor } = c.req.valid('query')
    const place = cursor === undefined ? null : readCursor(cursor, z.tuple([z.int(), opaqueId]))
    if (cursor !== undefined && place === null) return problem(c, 'invalid_cursor')
    await eventRoom(c.env.EVENT_ROOM, event.id).flush()
    const before = place === null ? null : { createdAt: place[0], id: place[1] }
    const which = { organisationId: event.organisationId, eventId: event.id }
    const rows = await registrationsOf(c.env.DB, which, { before, limit: limit + 1 })
    const item = await lister(c, rows)
    return bareArray(c, asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item }))
  },
)

registrations.openapi(
  open({
    method: 'get',
    path: '/invitations/user/{email}',
    hide,
    request: { params: z.object({ email: z.string().min(1).max(320) }) },
    responses,
  }),
  async (c) => {
    const known = await visitor(c)
    if (!known.ok) return problem(c, known.error)
    if (known.value === null) return problem(c, 'unauthenticated')
    const { userId, organisationId, credential } = known.value
    const email = c.req.valid('param').email.trim().toLowerCase()
    const owner = `u:${userId}`
    const account = credential.kind === 'key' ? null : await accountOf(c, { asker: { owners: [owner] } })
    const theirs = account?.email.toLowerCase() === email
    if (!theirs && !permitted(known.value, 'booking.read')) return problem(c, 'forbidden')
    const rows = theirs
      ? await registrationsOfPerson(c.env.DB, { owner, email: account?.verified === true ? email : null })
      : await registrationsOfAddress(c.env.DB, { organisationId, email })
    const item = await lister(c, rows)
    return c.json(rows.map(item), 200)
  },
)

/** @returns what says a registration in their words; plans are read once for each event. */
const lister = async (
  c: Pick<ApiContext, 'env'>,
  rows: readonly RegistrationRow[],
): Promise<(row: RegistrationRow) => Registration> => {
  const ids = [...new Set(rows.map(({ thing }) => thing.eventId))]
  const maps = new Map(
    await Promise.all(
      ids.map(async (id) => {
        const event = await anyEventById(database(c.env.DB), id)
        return [id, event === null ? null : await mapOf(c.env, event)] as const
      }),
    ),
  )
  return ({ kind, thing }) => {
    const map = maps.get(thing.eventId) ?? null
    if (kind === 'invitation') return invitedRegistration(thing, map)
    return kind === 'booking' ? bookingRegistration(thing, map) : entryRegistration(thing)
  }
}
