import type { Caller } from '../../../contract/auth.ts'
import type { LoggedEvent } from '../../../contract/domain-events.ts'
import type { Reader, Rewind } from '../../../contract/readers.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  beginningOfLog,
  moveReader,
  positionBefore,
  readerByName,
  setReaderState,
} from '../../../platform/db/reader-control.ts'
import type { ReaderRow } from '../../../platform/db/readers.ts'
import { announce } from '../../../platform/live.ts'
import { READERS } from '../readers/index.ts'

interface Order {
  caller: Caller
  name: string
}

/** How often a reader may move on between being looked at and being rewound. */
const TRIES = 10

/** Pauses a reader, or lets it go on; nothing is logged where it does so already. */
export const changeState = async (
  env: Env,
  { caller, name }: Order,
  state: ReaderRow['state'],
): Promise<Result<Reader, 'not_found'>> => {
  const db = database(env.DB)
  if ((await readerByName(env.DB, caller.organisationId, name)) === null) return failed('not_found')
  const type = state === 'paused' ? 'reader.paused' : 'reader.resumed'
  const fact: Fact = { ...about({ caller, name }), type, data: { reader: name } }
  const logged = await unlessRefused(commit(db, setReaderState(db, name, state), [fact]))
  if (logged !== null) await announce(env, logged)
  return shown(env, { caller, name })
}

/** Moves a reader back. A batch that it is reading just now cannot move it on again. */
export const rewindTo = async (
  env: Env,
  order: Order,
  wish: Rewind,
): Promise<Result<Reader, 'not_found' | 'ahead' | 'stale_version'>> => {
  const wanted = 'position' in wish ? wish.position : await positionBefore(env.DB, Date.parse(wish.time))
  const beginning = await beginningOfLog(env.DB)
  for (let tries = 0; tries < TRIES; tries += 1) {
    const known = await readerByName(env.DB, order.caller.organisationId, order.name)
    if (known === null) return failed('not_found')
    const { row } = known
    if ('position' in wish && wanted > row.cursor) return failed('ahead')
    const to = Math.min(Math.max(wanted, beginning), row.cursor)
    const logged = await unlessRefused(move(env, order, { row, to }))
    if (logged === null) continue
    await announce(env, logged)
    return shown(env, order)
  }
  return failed('stale_version')
}

const move = (env: Env, order: Order, { row, to }: { row: ReaderRow; to: number }): Promise<LoggedEvent[]> => {
  const db = database(env.DB)
  const undone = READERS.find(({ name }) => name === row.name)?.undo?.(db, row, to) ?? []
  const data = { reader: row.name, from: row.cursor, to }
  const fact: Fact = { ...about(order), type: 'reader.rewound', data }
  return commit(db, [...moveReader(db, row, to), ...undone], [fact])
}

const about = ({ caller, name }: Order) => ({
  id: randomId('e'),
  organisationId: caller.organisationId,
  subject: name,
  actor: caller.userId,
  time: Date.now(),
})

const unlessRefused = async (committed: Promise<LoggedEvent[]>): Promise<LoggedEvent[] | null> => {
  try {
    return await committed
  } catch (error) {
    if (isRefused(error)) return null
    throw error
  }
}

const shown = async (env: Env, { caller, name }: Order): Promise<Result<Reader, 'not_found'>> => {
  const known = await readerByName(env.DB, caller.organisationId, name)
  return known === null ? failed('not_found') : ok(known.shown)
}
