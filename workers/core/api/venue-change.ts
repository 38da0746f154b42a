import type { Caller } from '../../../contract/auth.ts'
import type { NewVenue, VenueChange } from '../../../contract/venues.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  insertVenue,
  mustBeFreeVenue,
  mustBeVenue,
  updateVenue,
  type VenueRow,
  venueById,
} from '../../../platform/db/venues.ts'
import { announce } from '../../../platform/live.ts'

/** Makes a venue. */
export const createVenue = async (
  env: Env,
  { caller, wish, factId }: { caller: Caller; wish: NewVenue; factId: string },
  now: number,
): Promise<VenueRow> => {
  const row: VenueRow = {
    id: randomId('v'),
    organisationId: caller.organisationId,
    ...columnsOf(wish),
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    version: 1,
  }
  const db = database(env.DB)
  const fact = venueFact('venue.created', row, { id: factId, caller, now })
  await announce(env, await commit(db, [insertVenue(db, row)], [fact]))
  return row
}

/** Changes what the wish names. What is so already is left as it is, without a fact. */
export const changeVenue = async (
  env: Env,
  { caller, row, wish }: { caller: Caller; row: VenueRow; wish: VenueChange },
  now: number,
): Promise<Result<VenueRow, 'stale_version'>> => {
  if (wish.version !== undefined && wish.version !== row.version) return failed('stale_version')
  const change = columnsOf(joined(row, wish))
  if (Object.entries(change).every(([name, value]) => Reflect.get(row, name) === value)) return ok(row)
  const db = database(env.DB)
  const changed = { ...row, ...change, updatedAt: now, version: row.version + 1 }
  const statements = [mustBeVenue(db, row), updateVenue(db, row.id, { ...change, updatedAt: now })]
  try {
    const fact = venueFact('venue.updated', changed, { id: randomId('e'), caller, now })
    await announce(env, await commit(db, statements, [fact]))
    return ok(changed)
  } catch (error) {
    if (isRefused(error)) return failed('stale_version')
    throw error
  }
}

/** Deletes a venue, unless a plan or an event that is not over is of it. */
export const deleteVenue = async (
  env: Env,
  { caller, row }: { caller: Caller; row: VenueRow },
  now: number,
): Promise<Result<'deleted', 'in_use' | 'stale_version'>> => {
  const db = database(env.DB)
  const statements = [
    mustBeVenue(db, row),
    mustBeFreeVenue(db, row.id, now),
    updateVenue(db, row.id, { deletedAt: now, updatedAt: now }),
  ]
  try {
    const fact = venueFact('venue.deleted', row, { id: randomId('e'), caller, now })
    await announce(env, await commit(db, statements, [fact]))
    return ok('deleted')
  } catch (error) {
    if (!isRefused(error)) throw error
    const still = await venueById(db, row.organisationId, row.id)
    return failed(still?.version === row.version ? 'in_use' : 'stale_version')
  }
}

const columnsOf = ({ coordinates, ...fields }: NewVenue) => ({
  ...fields,
  latitude: coordinates?.latitude ?? null,
  longitude: coordinates?.longitude ?? null,
})

const joined = (row: VenueRow, wish: VenueChange): NewVenue => {
  const { latitude, longitude } = row
  const there = latitude === null || longitude === null ? null : { latitude, longitude }
  const { name = row.name, address = row.address, city = row.city, country = row.country } = wish
  const { coordinates = there, timeZone = row.timeZone, accessibility = row.accessibility } = wish
  return { name, address, city, country, coordinates, timeZone, accessibility }
}

const venueFact = (
  type: 'venue.created' | 'venue.updated' | 'venue.deleted',
  { id: venueId, name, city, country, timeZone }: VenueRow,
  { id, caller, now }: { id: string; caller: Caller; now: number },
): Fact => ({
  id,
  organisationId: caller.organisationId,
  type,
  subject: venueId,
  actor: caller.userId,
  time: now,
  data: { venueId, name, city, country, timeZone },
})
