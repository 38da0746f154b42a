import { type Departure, departureContent, departuresOf, planDepartures } from '../../domain/booking/departures.ts'
import type { EventContent } from '../../domain/booking/event-content.ts'
import { randomId } from '../../platform/crypto.ts'
import { commit, type Database, database, violatedUnique } from '../../platform/db/commit.ts'
import { departuresMade, type EventRow, eventById, insertEvent } from '../../platform/db/events.ts'
import { noteGenerated, type TourRow, toursDue } from '../../platform/db/tours.ts'
import { announce } from '../../platform/live.ts'
import { logFailure } from '../../platform/log.ts'
import { tellRoom } from '../../platform/rooms.ts'
import { isTaken } from './api/event-cancellation.ts'
import { eventCreated, eventDeleted } from './api/event-facts.ts'
import { soundEvent } from './api/event-plan.ts'
import { contentOf, keepChange } from './api/kept-change.ts'
import { newRow } from './api/new-event.ts'

const DAY_MS = 86_400_000
/** Each departure is a row, a fact and a call to a room; a thousand such steps are all that one invocation has. */
const SLICE = 40

/** Makes the departures that tours want and do not have yet, so that none waits for somebody to ask. */
export const makeDueDepartures = async (env: Env, now: number): Promise<void> => {
  for (const tour of await toursDue(database(env.DB), { now, limit: 5 })) await makeDepartures(env, tour, now)
}

/**
 * Does one slice of what the rules of a tour want: first what is wanted no more, then what is wanted otherwise, then what
 * is missing. A departure that somebody has places of stays as it is, and follows the rules no more.
 * @returns whether all of it is done
 */
export const makeDepartures = async (env: Env, tour: TourRow, now: number): Promise<boolean> => {
  const db = database(env.DB)
  const until = now + tour.settings.horizonDays * DAY_MS
  const wanted = departuresOf(tour, { from: now, until })
  const plan = planDepartures(wanted, await departuresMade(db, tour.id, now), tour.version)
  const contents = await contentsOf(env, tour, [...plan.renew.map(({ departure }) => departure), ...plan.make])
  const remove = plan.remove.slice(0, SLICE)
  const renew = plan.renew.slice(0, SLICE - remove.length)
  const make = plan.make.slice(0, SLICE - remove.length - renew.length)
  await Promise.all(remove.map((id) => withdraw(env, { tour, id, now })))
  await Promise.all(renew.map(({ id, departure }) => adjust(env, { tour, id, now }, contents(departure))))
  const added = await add(
    env,
    { db, tour, now },
    make.flatMap((departure) => withContent(departure, contents)),
  )
  const steps = plan.remove.length + plan.renew.length + plan.make.length
  if (!added || steps > SLICE) return false
  await noteGenerated(db, tour, until)
  return true
}

type Contents = (departure: Departure) => EventContent | null

// What a departure is, apart from its time, is the same for all of an option, and so is what it names.
const contentsOf = async (env: Env, tour: TourRow, departures: Departure[]): Promise<Contents> => {
  const sound = new Map<string, EventContent | null>()
  for (const departure of departures) {
    if (sound.has(departure.option.id)) continue
    const content = departureContent(tour, departure)
    const checked = await soundEvent(env, { organisationId: tour.organisationId, content })
    if (!checked.ok)
      logFailure(new Error('departures of a tour cannot be made'), { tour: tour.id, faults: checked.error })
    sound.set(departure.option.id, checked.ok ? checked.value.content : null)
  }
  return ({ option, startsAt, endsAt }) => {
    const content = sound.get(option.id) ?? null
    return content === null ? null : { ...content, startsAt, endsAt }
  }
}

const withContent = (departure: Departure, contents: Contents) => {
  const content = contents(departure)
  return content === null ? [] : [{ key: departure.key, content }]
}

const add = async (
  env: Env,
  { db, tour, now }: { db: Database; tour: TourRow; now: number },
  departures: { key: string; content: EventContent }[],
): Promise<boolean> => {
  const { organisationId } = tour
  const rows = departures.map(({ key, content }) => newRow({ organisationId, content, departure: key }, now))
  const facts = rows.map((row) =>
    eventCreated({ factId: randomId('e'), organisationId, actor: null, eventId: row.id, content: row, now }),
  )
  try {
    const statements = rows.map((row) => insertEvent(db, row))
    await announce(env, await commit(db, statements, facts))
  } catch (error) {
    // Somebody else makes them at the same time; what is missing then, the next slice sees.
    if (violatedUnique(error) === DEPARTURE_IS_THERE) return false
    throw error
  }
  await Promise.all(rows.map((row) => tellRoom(env, row)))
  return true
}

const DEPARTURE_IS_THERE = 'events.tour_id, events.departure'

interface Made {
  tour: TourRow
  id: string
  now: number
}

const withdraw = async (env: Env, { tour, id, now }: Made): Promise<void> => {
  const row = await eventById(database(env.DB), tour.organisationId, id)
  if (row === null) return
  if (await isTaken(env, id)) return leaveAlone(env, { row, now })
  const marks = { deletedAt: now, departure: null }
  await keepChange(env, { row, content: contentOf(row), actor: null, now, marks, fact: eventDeleted })
}

const adjust = async (env: Env, made: Made, content: EventContent | null): Promise<void> => {
  const row = await eventById(database(env.DB), made.tour.organisationId, made.id)
  if (row === null || content === null) return
  if (await isTaken(env, made.id)) return leaveAlone(env, { row, now: made.now })
  await keepChange(env, { row, content, actor: null, now: made.now })
}

const leaveAlone = async (env: Env, { row, now }: { row: EventRow; now: number }): Promise<void> => {
  const content = contentOf(row)
  const alone = { ...content, settings: { ...content.settings, tourVersion: null } }
  await keepChange(env, { row, content: alone, actor: null, now })
}
