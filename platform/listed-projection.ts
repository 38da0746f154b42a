import type { Invitation } from '../contract/invitations.ts'
import type { Entry } from '../contract/waitlist.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { showInvitations } from './db/invitations.ts'
import { deleteListed, type Listed, type ListedTable, listedBetween } from './db/listed.ts'
import { showEntries } from './db/waitlist.ts'
import { eventRoom } from './rooms.ts'

/** Things compared at once. */
const PAGE = 200

/** Some of the things of an event: those after one in the order of ids; of all where `after` is empty. */
export interface ListedPart {
  organisationId: string
  eventId: string
  after: string
}

/** How a list differs from a room. */
export interface ListedDifference {
  looked: number
  missing: number
  different: number
  stray: number
  /** Id of the last thing that was looked at; null where there is no other. */
  next: string | null
}

type Room = ReturnType<typeof eventRoom>

interface List<T> {
  table: ListedTable
  prefix: string
  after: (room: Room, id: string, limit: number) => Promise<T[]>
  show: (db: D1Database, organisationId: string, things: readonly T[]) => D1PreparedStatement[]
}

const ENTRIES: List<Entry> = {
  table: 'waitlist_entries',
  prefix: 'w',
  after: (room, id, limit) => room.entriesAfter(id, limit),
  show: (db, organisationId, things) =>
    showEntries(
      db,
      things.map((entry) => ({ organisationId, entry })),
    ),
}

const INVITATIONS: List<Invitation> = {
  table: 'invitations',
  prefix: 'i',
  after: (room, id, limit) => room.invitationsAfter(id, limit),
  show: (db, organisationId, things) =>
    showInvitations(
      db,
      things.map((invitation) => ({ organisationId, invitation })),
    ),
}

/** Compares the list of who waits with what a room says, for a part, and puts it right where that is wanted. */
export const compareEntries = (env: Pick<Env, 'DB' | 'EVENT_ROOM'>, part: ListedPart, repair: boolean) =>
  compareListed(env, ENTRIES, { part, repair })

/** The same of the list of who was invited. */
export const compareInvitations = (env: Pick<Env, 'DB' | 'EVENT_ROOM'>, part: ListedPart, repair: boolean) =>
  compareListed(env, INVITATIONS, { part, repair })

const compareListed = async <T extends { id: string; version: number; status: string }>(
  env: Pick<Env, 'DB' | 'EVENT_ROOM'>,
  list: List<T>,
  { part: { organisationId, eventId, after }, repair }: { part: ListedPart; repair: boolean },
): Promise<ListedDifference> => {
  const room = eventRoom(env.EVENT_ROOM, eventId)
  await room.flush()
  const before = await list.after(room, after, PAGE)
  const next = before.length < PAGE ? null : (before.at(-1)?.id ?? null)
  const whole = `${list.prefix}_${eventId}_`
  const range = { organisationId, eventId, after: after || whole, until: next ?? `${whole}~` }
  const shown = await listedBetween(env.DB, list.table, range)
  // Things go on changing meanwhile: only what the room says before and after can be held against a list.
  const later = await list.after(room, after, 2 * PAGE)
  const stood = new Map(later.map(({ id, version }) => [id, version]))
  const known = new Set([...before, ...later].map(({ id }) => id))
  const steady = before.filter(({ id, version }) => stood.get(id) === version)
  const missing = steady.filter(({ id }) => !shown.has(id)).length
  const wrong = steady.flatMap((thing) => {
    const row = shown.get(thing.id)
    return row === undefined || isListedAs(thing, row) ? [] : [row]
  })
  const stray = [...shown.values()].filter(({ id }) => !known.has(id))
  if (repair && missing + wrong.length + stray.length > 0)
    await env.DB.batch([
      deleteListed(env.DB, list.table, organisationId, [...wrong, ...stray]),
      ...list.show(env.DB, organisationId, before),
    ])
  return { looked: before.length, missing, different: wrong.length, stray: stray.length, next }
}

const isListedAs = (thing: { status: string }, row: Listed): boolean =>
  row.status === thing.status && canonicalJson(toldOf(JSON.parse(row.value))) === canonicalJson(toldOf(thing))

// What a room notes for itself, and how often, is in no list, and no fact tells of it.
const toldOf = (thing: object): object => ({ ...thing, passedSince: null, version: null, updatedAt: null })
