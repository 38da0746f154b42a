import { env } from 'cloudflare:workers'
import { newTour } from '../../contract/tours.ts'
import { newContent } from '../../domain/booking/event-draft.ts'
import { newTourContent } from '../../domain/booking/tour-draft.ts'
import { database } from '../../platform/db/commit.ts'
import { keepOctoBooking } from '../../platform/db/octo-bookings.ts'
import { eventRoom } from '../../platform/rooms.ts'
import { buyer, settingsOf } from './rooms.ts'
import type { Row } from './walk-fixtures.ts'

/** In the shape of those of events, because rooms are named by them. */
export const bookableOf = (mark: string) => `e_${mark.padEnd(22, '0')}`

/** The rows of a draft of an event and of a tour. */
export const bookableRows = (mark: string, organisationId: string): [string, Row][] => {
  const times = { startsAt: '2027-06-01T18:00:00Z', endsAt: '2027-06-01T20:00:00Z', timeZone: 'UTC' }
  const allotments = [{ id: `al-${mark}`, name: `Allotment ${mark}`, seats: [], quantity: 1, releasesAt: null }]
  const concert = newContent(
    { ...times, name: `Event ${mark}`, capacity: 5, allotments },
    (prefix) => `${prefix}-${mark}`,
  )
  const option = { id: `op-${mark}`, internalName: `Option ${mark}`, durationMinutes: 60, capacity: 5 }
  const walk = newTourContent(
    newTour.parse({ name: `Tour ${mark}`, timeZone: 'UTC', options: [option] }),
    (prefix) => `${prefix}-${mark}`,
  )
  const ours = {
    organisation_id: organisationId,
    status: 'DRAFT',
    time_zone: 'UTC',
    created_at: 1,
    updated_at: Date.now(),
  }
  return [
    [
      'events',
      {
        ...ours,
        id: bookableOf(mark),
        name: concert.name,
        starts_at: concert.startsAt,
        ends_at: concert.endsAt,
        currency: concert.currency,
        capacity: 5,
        searched: `event ${mark} |`,
        settings: JSON.stringify(concert.settings),
      },
    ],
    [
      'tours',
      { ...ours, status: 'ACTIVE', id: `tour-${mark}`, name: walk.name, settings: JSON.stringify(walk.settings) },
    ],
  ]
}

/** Lets somebody wait for places of the event, whose room knows of it then. @returns the id of their entry */
export const waitingEntry = async (mark: string, organisationId: string): Promise<string> => {
  const settings = settingsOf({ eventId: bookableOf(mark), organisationId, capacity: 1 })
  const room = eventRoom((env as Env).EVENT_ROOM, settings.eventId)
  await room.configure({ version: 0, settings, layout: null })
  await room.hold({ quantity: 1 }, buyer(mark), null)
  const wish = { quantity: 1, email: `waits-${mark}@example.com`, accessible: 0, allowPartial: false }
  const joined = await room.join(wish, buyer(mark), null)
  await room.flush()
  if (!joined.ok) throw new Error(`the room refused: ${JSON.stringify(joined.error)}`)
  return joined.value.id
}

/** Lets a reseller hold a place of the event. @returns the id that they know their booking by */
export const resoldBooking = async (mark: string, organisationId: string): Promise<string> => {
  const uuid = `uuid-${mark}`
  const room = eventRoom((env as Env).EVENT_ROOM, bookableOf(mark))
  const reseller = buyer(mark, { owners: [`o:${uuid}`], organiser: true })
  const held = await room.hold({ quantity: 1, override: true, reason: `Resold ${mark}` }, reseller, null)
  const contact = { fullName: `Guest ${mark}` }
  const booked = held.ok ? await room.book({ holdId: held.value.id, contact }, reseller, null) : held
  if (!booked.ok) throw new Error(`the room refused: ${JSON.stringify(booked.error)}`)
  const { id: bookingId, tickets } = booked.value
  const unit = { uuid: `unit-${mark}`, unitId: 'adult', ticketId: tickets[0]?.id ?? '', resellerReference: null }
  const said = {
    productId: `tour-${mark}`,
    optionId: `op-${mark}`,
    units: [{ ...unit, contact: {} }],
    contact,
    notes: null,
  }
  const row = { organisationId, uuid, bookingId, resellerReference: null, said, createdAt: 1, updatedAt: 1 }
  await keepOctoBooking(database((env as Env).DB), row)
  return uuid
}
