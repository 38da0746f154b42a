import { answer, api, idempotent } from './client.ts'
import type { components } from './schema.gen.ts'

export type Hold = components['schemas']['Hold']
export type NewHold = components['schemas']['NewHold']
export type NewBooking = components['schemas']['NewBooking']

const ofHold = ({ eventId, id }: Pick<Hold, 'eventId' | 'id'>) => ({ params: { path: { id: eventId, hold: id } } })

export const placeHold = (eventId: string, body: NewHold) =>
  answer(api.POST('/api/v1/events/{id}/holds', { params: { path: { id: eventId } }, body, headers: idempotent() }))

export const extendHold = (hold: Hold) => answer(api.POST('/api/v1/events/{id}/holds/{hold}/extend', ofHold(hold)))

/** Outlives the page that asks for it. */
export const releaseHold = (hold: Hold) =>
  answer(api.DELETE('/api/v1/events/{id}/holds/{hold}', { ...ofHold(hold), keepalive: true }))

export const book = (body: NewBooking) => answer(api.POST('/api/v1/bookings', { body, headers: idempotent() }))
