import type { Caller } from '../../../contract/auth.ts'
import type { FieldError } from '../../../contract/problem.ts'
import type { NewReplay } from '../../../contract/replays.ts'
import { tellerOf } from '../../../domain/events/replay.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact, violatedUnique } from '../../../platform/db/commit.ts'
import { readerByName } from '../../../platform/db/reader-control.ts'
import { insertReplay, REPLAY_RUNS, type ReplayRow } from '../../../platform/db/replays.ts'
import { announce } from '../../../platform/live.ts'
import { countRange, headOf, type LogRange, positionOf, type RangeCount } from '../../../platform/replay-source.ts'
import { wakeTeller } from '../../../platform/replays.ts'

/** More than this is told in parts, so that nobody waits behind one for days. */
const MOST_EVENTS = 1_000_000

/** What was found for a wish: the range by positions, and what lies in it. */
export interface Planned {
  range: LogRange
  count: RangeCount
}

/** @returns what a replay would tell, or which field of the wish stands in its way. */
export const planReplay = async (env: Env, caller: Caller, wish: NewReplay): Promise<Result<Planned, FieldError>> => {
  const refused = await refusal(env, caller, wish.reader)
  if (refused !== null) return failed(refused)
  const range = await rangeOf(env, caller.organisationId, wish)
  const counted = await countRange({ db: env.DB, bucket: env.BUCKET }, range)
  if (!counted.ok) return failed(counted.error === 'lost' ? LOST : TOO_MUCH)
  const { total } = counted.value
  if (total === 0 && !wish.dryRun) return failed(NOTHING)
  return total > MOST_EVENTS ? failed(TOO_MUCH) : ok({ range, count: counted.value })
}

/** Begins a replay. @returns its row; `replay_running` where one to the same reader runs already */
export const startReplay = async (
  env: Env,
  { caller, wish, factId }: { caller: Caller; wish: NewReplay; factId: string },
  { range, count }: Planned,
): Promise<Result<ReplayRow, 'replay_running'>> => {
  const row = newRow({ caller, wish }, { range, count }, Date.now())
  const { id, organisationId, reader, fromPosition: from, toPosition: to, total, createdAt: time } = row
  const data = { replayId: id, reader, from, to, total }
  const fact: Fact = {
    id: factId,
    organisationId,
    type: 'replay.started',
    subject: id,
    actor: caller.userId,
    time,
    data,
  }
  const db = database(env.DB)
  try {
    await announce(env, await commit(db, [insertReplay(db, row)], [fact]))
  } catch (error) {
    if (violatedUnique(error) === REPLAY_RUNS) return failed('replay_running')
    throw error
  }
  await wakeTeller(env, row)
  return ok(row)
}

const newRow = (
  { caller, wish }: { caller: Caller; wish: NewReplay },
  { range, count }: Planned,
  now: number,
): ReplayRow => ({
  id: randomId('r'),
  organisationId: caller.organisationId,
  reader: wish.reader,
  fromPosition: range.from,
  toPosition: range.to,
  type: range.type,
  rate: wish.rate,
  status: 'running',
  reason: null,
  total: count.total,
  done: 0,
  cursor: range.from - 1,
  createdBy: caller.userId,
  createdAt: now,
  finishedAt: null,
})

const rangeOf = async (env: Env, organisationId: string, { from, to, type }: NewReplay): Promise<LogRange> => {
  const head = await headOf(env.DB, organisationId)
  const first = await positionOf(env.DB, { organisationId, place: from, end: 'first' })
  const last = to === undefined ? head : await positionOf(env.DB, { organisationId, place: to, end: 'last' })
  return { organisationId, from: Math.max(1, first), to: Math.min(head, last), type: type ?? null }
}

const refusal = async (env: Env, { organisationId }: Caller, reader: string): Promise<FieldError | null> => {
  if (reader.includes('*')) return NOT_NAMED
  const known = await readerByName(env.DB, organisationId, reader)
  if (known === null) return UNKNOWN
  return tellerOf(reader) === 'nobody' ? COUNTS : null
}

const NOT_NAMED = {
  pointer: '/reader',
  code: 'not_named',
  detail: 'What a reader does may be felt outside, so it has to be named exactly',
}
const UNKNOWN = { pointer: '/reader', code: 'unknown_reader', detail: 'There is no reader of this name' }
const COUNTS = {
  pointer: '/reader',
  code: 'not_replayable',
  detail: 'It counts what it reads, so telling it again would count twice; move its cursor back instead',
}
const NOTHING = { pointer: '/from', code: 'nothing', detail: 'There is nothing to tell in this range' }
const LOST = { pointer: '/from', code: 'lost', detail: 'A sealed hour of this range cannot be read' }
const TOO_MUCH = { pointer: '/from', code: 'too_much', detail: 'That is more than one replay tells: take a part of it' }
