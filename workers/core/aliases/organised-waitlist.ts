import { earlierEntry, earlierJoin } from '../../../contract/earlier-events.ts'
import type { Asker } from '../../../contract/room.ts'
import { newEntry, type PlacedEntry } from '../../../contract/waitlist.ts'
import { database } from '../../../platform/db/commit.ts'
import { userById } from '../../../platform/db/users.ts'
import { entriesOwnedBy } from '../../../platform/db/waitlist.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { type Asking, rememberGuest, retryOf, withLink } from '../api/asker.ts'
import { joinedAs } from '../api/entry-answer.ts'
import { INVALID_KEY } from '../api/invalid-key.ts'
import { type KnownEvent, refusedBy, visitEvent } from '../api/known-event.ts'
import { type ApiContext, fieldErrors, router } from '../api/route.ts'
import { problem } from '../problem.ts'
import { asUnderApi, orPage, readWish } from './refusal.ts'
import { bookingRegistration, entryRegistration } from './registration-answer.ts'

/**
 * The waitlist at the paths of the earlier organiser, where whoever was signed in had one place in the line: an entry need
 * not be named, and an address need not be said. Whoever has no account says theirs, and is known by cookie, as everywhere.
 */
export const organisedWaitlist = router()

for (const step of ['join', 'confirm', 'leave']) organisedWaitlist.use(`/events/:id/waitlist/${step}`, ...asUnderApi)

organisedWaitlist.post(
  '/events/:id/waitlist/join',
  orPage(async (c) => {
    const visit = await visitEvent(c, c.req.param('id') ?? null)
    if ('refused' in visit) return visit.refused
    const read = await readWish(c, earlierJoin)
    if ('refused' in read) return read.refused
    const { userEmail, email = userEmail, userName, quantity } = read.wish
    const account = await accountOf(c, visit)
    const name = userName ?? account?.name
    const said = { email: email ?? account?.email, quantity, ...(name === undefined ? {} : { name }) }
    const wish = newEntry.safeParse(said)
    if (!wish.success) return problem(c, 'invalid', { errors: fieldErrors(wish.error) })
    const { asker, event } = visit
    const retry = retryOf(c, visit, wish.data)
    if (retry === 'invalid') return problem(c, 'invalid', INVALID_KEY)
    const joined = await eventRoom(c.env.EVENT_ROOM, event.id).join(wish.data, asker, retry)
    if (!joined.ok) return refusedBy(c, joined.error)
    const { owner } = joined.value
    if (joinedAs(visit, joined).includes(owner)) await rememberGuest(c, owner)
    return c.json(entryRegistration(joined.value), 201)
  }),
)

organisedWaitlist.post(
  '/events/:id/waitlist/confirm',
  orPage(async (c) => {
    const mine = await ownEntry(c)
    if ('refused' in mine) return mine.refused
    const { asker, entryId, event } = mine
    const taken = await eventRoom(c.env.EVENT_ROOM, event.id).takeOffer({ entryId }, asker)
    return taken.ok ? c.json(bookingRegistration(taken.value), 200) : refusedBy(c, taken.error)
  }),
)

organisedWaitlist.delete(
  '/events/:id/waitlist/leave',
  orPage(async (c) => {
    const mine = await ownEntry(c)
    if ('refused' in mine) return mine.refused
    const { asker, entryId, event } = mine
    const left = await eventRoom(c.env.EVENT_ROOM, event.id).entry(entryId, { do: 'leave' }, asker)
    return left.ok ? c.json(entryRegistration(left.value), 200) : refusedBy(c, left.error)
  }),
)

/** @returns name and address of the account that asks; null where none does. */
export const accountOf = async (
  c: Pick<ApiContext, 'env'>,
  { asker }: { asker: Pick<Asker, 'owners'> },
): Promise<{ email: string; verified: boolean; name: string | undefined } | null> => {
  const id = asker.owners.find((owner) => owner.startsWith('u:'))?.slice(2)
  const user = id === undefined ? null : await userById(database(c.env.DB), id)
  if (user === null) return null
  const name = [user.firstName, user.lastName].filter((part) => part !== null).join(' ')
  return { email: user.email, verified: user.emailVerifiedAt !== null, name: name === '' ? undefined : name }
}

type Mine = { event: KnownEvent; asker: Asker; entryId: string } | { refused: ReturnType<typeof problem> }

/** @returns the entry that is named, or else the one at this event that who asks has: what they are offered first. */
const ownEntry = async (c: ApiContext): Promise<Mine> => {
  const visit = await visitEvent(c, c.req.param('id') ?? null)
  if ('refused' in visit) return visit
  const read = await readWish(c, earlierEntry)
  if ('refused' in read) return read
  const { asker, event } = visit
  const named = read.wish.entryId ?? c.req.query('entryId') ?? (await newestEntry(c, visit))
  if (named === null) return { refused: problem(c, 'not_found', { detail: 'You do not wait for this event' }) }
  return { event, entryId: named, asker: await withLink(c, asker, { purpose: 'entry', id: named }) }
}

const LOOKED_AT = 20

const newestEntry = async (c: ApiContext, { asker, event }: Asking & { event: KnownEvent }): Promise<string | null> => {
  await eventRoom(c.env.EVENT_ROOM, event.id).flush()
  const which = { owners: asker.owners, eventId: event.id }
  const rows = await entriesOwnedBy(database(c.env.DB), which, { before: null, limit: LOOKED_AT })
  const rank = ({ status }: Pick<PlacedEntry, 'status'>): number => ['OFFERED', 'WAITING'].indexOf(status) >>> 0
  return rows.sort((a, b) => rank(a) - rank(b))[0]?.id ?? null
}
