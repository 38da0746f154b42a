import { deleteExpired } from '../../platform/db/expired.ts'
import { deleteSealed } from '../../platform/db/log-retention.ts'
import { resendForgotten } from '../../platform/inbox.ts'
import { announce } from '../../platform/live.ts'
import { eraseOn } from '../../platform/log-erasure.ts'
import { sealClosedHours } from '../../platform/log-sealer.ts'
import { wakeReplayers } from '../../platform/replays.ts'
import { wakeAll } from './consumers/domain-events.ts'

/** Once an hour, away from the full hour when everybody's jobs run. */
const HOUSEKEEPING_MINUTE = 17

/** What must happen even if nobody asks: once a minute. */
export async function everyMinute(env: Env, now: number): Promise<void> {
  // An occurrence that was put aside and whose message was lost is sent again; the digest counts it once.
  await resendForgotten(env, now)
  // An object wakes only when it is called: after a crash this is the call that makes the spool go on.
  await env.SPOOL.get(env.SPOOL.idFromName('spool')).backlog()
  // Whoever reads the log and was not woken goes on now.
  await wakeAll(env)
  await wakeReplayers(env)
  // Who is to be forgotten is erased from the log; closed hours of it go to R2, and leave the table when they are old.
  await announce(env, await eraseOn({ db: env.DB, bucket: env.BUCKET }, now))
  await sealClosedHours({ db: env.DB, bucket: env.BUCKET }, now)
  await deleteSealed(env.DB, now)
  if (new Date(now).getUTCMinutes() === HOUSEKEEPING_MINUTE) await deleteExpired(env.DB, now)
}
