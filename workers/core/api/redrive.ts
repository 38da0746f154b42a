import type { Caller } from '../../../contract/auth.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact } from '../../../platform/db/commit.ts'
import {
  buriedMessage,
  type DeadLetterRow,
  deadLetterById,
  eventIsThere,
  updateRedrivenAt,
} from '../../../platform/db/dead-letters-read.ts'
import { announce } from '../../../platform/live.ts'

/**
 * Sends a dead letter again: a message to the digest, an event of the log to the reader that could not take it. That one
 * takes it as soon as it goes on, and the letter is gone then.
 */
export const redrive = async (
  env: Env,
  { organisationId, userId: actor }: Caller,
  id: string,
): Promise<Result<DeadLetterRow, 'not_found' | 'body_gone'>> => {
  const db = database(env.DB)
  const row = await deadLetterById(db, organisationId, id)
  if (row === null) return failed('not_found')
  // Before it is sent: what gives up once more is then later than this.
  const now = Date.now()
  const sent = row.position === null ? await spoolAgain(env, row) : await eventIsThere(db, organisationId, row.position)
  if (!sent) return failed('body_gone')
  const about = { organisationId, subject: row.id, actor, time: now }
  const fact: Fact = { ...about, id: randomId('e'), type: 'dead_letter.redriven', data: factOf(row) }
  await announce(env, await commit(db, [updateRedrivenAt(db, row.id, now)], [fact]))
  return ok({ ...row, redrivenAt: now })
}

const spoolAgain = async ({ BUCKET, SPOOL }: Env, row: DeadLetterRow): Promise<boolean> => {
  const message = await buriedMessage(BUCKET, row)
  if (message === null) return false
  await SPOOL.get(SPOOL.idFromName('spool')).keep([message])
  return true
}

const factOf = ({ id: deadLetterId, projectId, source }: DeadLetterRow) => ({
  deadLetterId,
  ...(projectId === null ? { reader: source.slice(source.indexOf(':') + 1) } : { projectId: String(projectId) }),
})
