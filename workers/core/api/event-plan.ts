import type { Allotment } from '../../../contract/event-settings.ts'
import type { FieldError } from '../../../contract/problem.ts'
import { eventFaults, type PlannedPlaces } from '../../../domain/booking/event-check.ts'
import type { EventContent } from '../../../domain/booking/event-content.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { type Database, database } from '../../../platform/db/commit.ts'
import { type EventPlan, publishedVersion } from '../../../platform/db/event-plan.ts'
import { tourById } from '../../../platform/db/tours.ts'
import { venueById } from '../../../platform/db/venues.ts'
import { readLayout } from '../../../platform/plans.ts'

/** An event that contradicts neither itself nor what it names; the version of its plan is named from here on. */
export interface SoundEvent {
  content: EventContent
  plan: EventPlan | null
}

/** Finds the plan, venue and tour that an event names, and what contradicts itself in it. */
export const soundEvent = async (
  env: Pick<Env, 'DB' | 'BUCKET'>,
  { organisationId, content }: { organisationId: string; content: EventContent },
): Promise<Result<SoundEvent, FieldError[]>> => {
  const db = database(env.DB)
  const { planId, planVersion: version } = content
  const plan = planId === null ? null : await publishedVersion(db, organisationId, { planId, version })
  const placed = await placedEvent(db, organisationId, {
    ...content,
    venueId: content.venueId ?? plan?.venueId ?? null,
  })
  const faults = [
    ...eventFaults(content, plan === null ? null : await placesOf(env, content.settings.allotments, plan)),
    ...placed.faults,
    ...(await tourFaults(db, organisationId, content)),
  ]
  if (faults.length > 0) return failed(faults)
  return ok({ content: { ...placed.content, planVersion: plan?.version ?? null }, plan })
}

// What nobody said of the place, its venue says.
const placedEvent = async (
  db: Database,
  organisationId: string,
  content: EventContent,
): Promise<{ content: EventContent; faults: FieldError[] }> => {
  if (content.venueId === null) return { content, faults: [] }
  const venue = await venueById(db, organisationId, content.venueId)
  if (venue === null)
    return { content, faults: [{ pointer: '/venueId', code: 'unknown_venue', detail: 'There is no such venue' }] }
  if (content.place !== null) return { content, faults: [] }
  const settings = { ...content.settings, address: content.settings.address ?? venue.address }
  const { name: place, city, country } = venue
  return {
    content: { ...content, place, city: content.city ?? city, country: content.country ?? country, settings },
    faults: [],
  }
}

const tourFaults = async (db: Database, organisationId: string, content: EventContent): Promise<FieldError[]> => {
  const { tourId, optionId } = content
  if (tourId === null) return optionId === null ? [] : [UNKNOWN_OPTION]
  const tour = await tourById(db, organisationId, tourId)
  if (tour === null) return [{ pointer: '/tourId', code: 'unknown_tour', detail: 'There is no such tour' }]
  const known = optionId === null || tour.settings.options.some(({ id }) => id === optionId)
  return known ? [] : [UNKNOWN_OPTION]
}

const UNKNOWN_OPTION: FieldError = {
  pointer: '/optionId',
  code: 'unknown_option',
  detail: 'The tour has no such option',
}

/** @returns what a check knows of a plan. Seats are many; they are read where an allotment names some. */
export const placesOf = async (
  env: Pick<Env, 'BUCKET'>,
  allotments: readonly Allotment[],
  { places, categories, layoutKey }: EventPlan,
): Promise<PlannedPlaces> => {
  const named = allotments.some(({ seats }) => seats.length > 0)
  const layout = named ? await readLayout(env.BUCKET, layoutKey) : null
  return {
    places,
    categories: (JSON.parse(categories) as { name: string }[]).map(({ name }) => name),
    seats: new Set(layout?.seats.map(({ guid }) => guid)),
  }
}
