import type { FieldError } from '../../../contract/problem.ts'
import type { NewTour, TourChange, TourCopy } from '../../../contract/tours.ts'
import { changedTour, newTourContent, type TourContent, tourFaults } from '../../../domain/booking/tour-draft.ts'
import { canonicalJson } from '../../../domain/canonical-json.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, FACT_IS_LOGGED, factById, violatedUnique } from '../../../platform/db/commit.ts'
import { publishedVersion } from '../../../platform/db/event-plan.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import { insertTour, mustBeOver, mustBeTour, type TourRow, tourById, updateTour } from '../../../platform/db/tours.ts'
import { announce } from '../../../platform/live.ts'
import { makeDepartures } from '../departures.ts'
import { placesOf } from './event-plan.ts'

interface TourRequest {
  organisationId: string
  actor: string | null
  factId: string
}

/** What an answer waits for; the rest comes within minutes. */
const SLICES = 3

/** Makes a tour, and the departures its rules want. */
export const createTour = (
  env: Env,
  { wish, ...request }: TourRequest & { wish: NewTour },
  now: number,
): Promise<Result<TourRow, FieldError[]>> => keepTour(env, { ...request, content: newTourContent(wish, randomId) }, now)

/** Makes another tour of one: a draft, so that its rules can be changed before departures are made. */
export const duplicateTour = (
  env: Env,
  { row, wish, ...request }: TourRequest & { row: TourRow; wish: TourCopy },
  now: number,
): Promise<Result<TourRow, FieldError[]>> => {
  const { name = row.name } = wish
  return keepTour(env, { ...request, content: { ...contentOf(row), name, status: 'DRAFT' } }, now)
}

const keepTour = async (
  env: Env,
  { content, ...request }: TourRequest & { content: TourContent },
  now: number,
): Promise<Result<TourRow, FieldError[]>> => {
  const { organisationId, factId } = request
  const db = database(env.DB)
  const row: TourRow = {
    ...content,
    id: randomId('r'),
    organisationId,
    generatedUntil: 0,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    version: 1,
  }
  const faults = await faultsOf(env, row, now)
  if (faults.length > 0) return failed(faults)
  try {
    await announce(env, await commit(db, [insertTour(db, row)], [tourFact('tour.created', row, request, now)]))
    return ok(await withDepartures(env, row, now))
  } catch (error) {
    // An earlier try of the same request got this far, and its answer never arrived.
    const logged = violatedUnique(error) === FACT_IS_LOGGED ? await factById(db, organisationId, factId) : null
    const made = logged === null ? null : await tourById(db, organisationId, logged.subject)
    if (made === null) throw error
    return ok(await withDepartures(env, made, now))
  }
}

/** Changes what the wish names; departures that nobody has places of follow. */
export const changeTour = async (
  env: Env,
  { row, wish, ...request }: TourRequest & { row: TourRow; wish: TourChange },
  now: number,
): Promise<Result<TourRow, 'stale_version' | FieldError[]>> => {
  const { version, ...said } = wish
  if (version !== undefined && version !== row.version) return failed('stale_version')
  const content = changedTour(contentOf(row), said, randomId)
  const changed = { ...row, ...content, version: row.version + 1, updatedAt: now, generatedUntil: 0 }
  const names = changedNames(contentOf(row), content)
  if (names.length === 0) return ok(row)
  const faults = await faultsOf(env, changed, now)
  if (faults.length > 0) return failed(faults)
  const db = database(env.DB)
  const fact = tourFact('tour.updated', changed, request, now)
  const statements = [mustBeTour(db, row), updateTour(db, row.id, { ...content, updatedAt: now })]
  try {
    await announce(
      env,
      await commit(db, statements, [{ ...fact, type: 'tour.updated', data: { ...fact.data, changed: names } }]),
    )
  } catch (error) {
    if (isRefused(error)) return failed('stale_version')
    throw error
  }
  return ok(await withDepartures(env, changed, now))
}

/** Deletes a tour whose departures are all over, cancelled or drafts. */
export const deleteTour = async (
  env: Env,
  { row, ...request }: TourRequest & { row: TourRow },
  now: number,
): Promise<Result<'deleted', 'in_use'>> => {
  const db = database(env.DB)
  const statements = [mustBeTour(db, row), mustBeOver(db, row.id, now), updateTour(db, row.id, { deletedAt: now })]
  try {
    await announce(env, await commit(db, statements, [tourFact('tour.deleted', row, request, now)]))
    return ok('deleted')
  } catch (error) {
    if (isRefused(error)) return failed('in_use')
    throw error
  }
}

const withDepartures = async (env: Env, row: TourRow, now: number): Promise<TourRow> => {
  if (row.status !== 'ACTIVE') return row
  for (let slice = 0; slice < SLICES; slice += 1) if (await makeDepartures(env, row, now)) break
  return (await tourById(database(env.DB), row.organisationId, row.id)) ?? row
}

const faultsOf = async (env: Env, row: TourRow, now: number): Promise<FieldError[]> => {
  const { planId } = row.settings
  const wanted = planId === null ? null : { planId, version: null }
  const plan = wanted === null ? null : await publishedVersion(database(env.DB), row.organisationId, wanted)
  return tourFaults(row, plan === null ? null : await placesOf(env, [], plan), now)
}

const contentOf = ({ name, status, timeZone, settings }: TourRow): TourContent => ({ name, status, timeZone, settings })

const changedNames = (
  { settings: earlier, ...was }: TourContent,
  { settings: later, ...is }: TourContent,
): string[] => {
  const before: Record<string, unknown> = { ...was, ...earlier }
  return Object.entries({ ...is, ...later }).flatMap(([name, value]) =>
    canonicalJson(before[name] ?? null) === canonicalJson(value ?? null) ? [] : [name],
  )
}

const tourFact = <T extends 'tour.created' | 'tour.updated' | 'tour.deleted'>(
  type: T,
  { id, name, status, timeZone }: TourRow,
  { organisationId, actor, factId }: TourRequest,
  time: number,
) => ({ id: factId, organisationId, type, subject: id, actor, time, data: { tourId: id, name, status, timeZone } })
