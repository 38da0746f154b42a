import { deleteExpired } from '../../platform/db/expired.ts'
import { deleteSealed } from '../../platform/db/log-retention.ts'
import { resendForgotten } from '../../platform/inbox.ts'
import { announce } from '../../platform/live.ts'
import { eraseOn } from '../../platform/log-erasure.ts'
import { sealClosedHours } from '../../platform/log-sealer.ts'
import { wakeReplayers } from '../../platform/replays.ts'
import { tellForgottenRooms } from '../../platform/rooms.ts'
import { wakeAll } from './consumers/domain-events.ts'
import { makeDueDepartures } from './departures.ts'
import { completeEvents } from './ended-events.ts'

/** Once an hour, away from the full hour when everybody's jobs run. */
const HOUSEKEEPING_MINUTE = 17

/**
 * What must happen even if nobody asks: once a minute. What fails keeps nothing else waiting.
 * @throws the first failure, when everything was tried
 */
export async function everyMinute(env: Env, now: number): Promise<void> {
  const log = { db: env.DB, bucket: env.BUCKET }
  const failures: unknown[] = []
  for (const task of [
    // An occurrence that was put aside and whose message was lost is sent again; the digest counts it once.
    () => resendForgotten(env, now),
    // An object wakes only when it is called: after a crash this is the call that makes the spool go on.
    () => env.SPOOL.get(env.SPOOL.idFromName('spool')).backlog(),
    // Whoever reads the log and was not woken goes on now.
    () => wakeAll(env),
    () => wakeReplayers(env),
    // Rooms that were not reached, or refused what may be possible by now.
    () => tellForgottenRooms(env, now),
    () => makeDueDepartures(env, now),
    () => completeEvents(env, now),
    // Who is to be forgotten is erased from the log; closed hours of it go to R2, and leave the table when they are old.
    async () => announce(env, await eraseOn(log, now)),
    () => sealClosedHours(log, now),
    () => deleteSealed(env.DB, now),
    async () => new Date(now).getUTCMinutes() === HOUSEKEEPING_MINUTE && deleteExpired(env.DB, now),
  ])
    try {
      await task()
    } catch (error) {
      failures.push(error)
    }
  if (failures.length > 0) throw failures[0]
}
