import { database } from '../../platform/db/commit.ts'
import { endedEvents } from '../../platform/db/events.ts'
import { contentOf, keepChange } from './api/kept-change.ts'

/** In one minute; each is a row, a fact and a call to a room. */
const MOST = 50

/** Lets events be COMPLETED that are over. Their rooms have ended their bookings by the clock already. */
export const completeEvents = async (env: Env, now: number): Promise<void> => {
  const rows = await endedEvents(database(env.DB), { before: now, limit: MOST })
  await Promise.all(
    // Where an organiser changes one at this moment, the next minute sees it.
    rows.map((row) => keepChange(env, { row, content: { ...contentOf(row), status: 'COMPLETED' }, actor: null, now })),
  )
}
