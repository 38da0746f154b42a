import { z } from 'zod'
import {
  type EarlierDepartureQuery,
  type EarlierTourQuery,
  earlierDepartureQuery,
  earlierTourQuery,
} from '../../../contract/earlier-tours.ts'
import { opaqueId } from '../../../contract/ids.ts'
import { wholeUnits } from '../../../domain/booking/currency.ts'
import { folded, publicTypes } from '../../../domain/booking/event-content.ts'
import { permitted } from '../../../domain/identity/access.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyTourById, type TourRow, toursAfter } from '../../../platform/db/tours.ts'
import { regionOf, watchEvent } from '../../../platform/live-relays.ts'
import { asPage, readCursor } from '../api/cursor.ts'
import { type ApiContext, open, router } from '../api/route.ts'
import { visitor } from '../api/visitor.ts'
import { problem } from '../problem.ts'
import { asDeparture, departuresIn } from './departures.ts'
import { bareArray, earlierRefusal } from './refusal.ts'

/**
 * The catalogue at the paths of the earlier tour booking: `/api/tours`, `/api/tours/search`, `/api/tours/{id}`, and
 * `/api/tours/{id}/availability`, which answers the departures with what is left of each, and is a WebSocket for who
 * upgrades there. Prices are in whole units there, `priceAmount` in minor ones.
 */
export const earlierTours = router()

const hide = true
const responses = { 200: { description: 'As the earlier system answered' } }
const ofTour = z.object({ id: opaqueId })

earlierTours.use('/api/tours/*', earlierRefusal)

for (const path of ['/api/tours', '/api/tours/search'])
  earlierTours.openapi(
    open({ method: 'get', path, hide, request: { query: earlierTourQuery }, responses }),
    async (c) => {
      const known = await visitor(c)
      if (!known.ok) return problem(c, known.error)
      const asked = c.req.valid('query')
      const after = asked.cursor === undefined ? null : readCursor(asked.cursor, z.tuple([z.string(), z.string()]))
      if (asked.cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
      const own = known.value !== null && permitted(known.value, 'event.read') ? known.value.organisationId : null
      const whose = { organisationId: own, listed: own === null }
      const query = asked.q ?? asked.query ?? asked.search
      const { limit } = asked
      const wanted = { after, limit: limit + 1, ...(query === undefined ? {} : { query }) }
      const rows = await toursAfter(database(c.env.DB), whose, wanted)
      const paged = asPage(rows, { limit, place: ({ name, id }) => [name, id], item: (row) => row })
      return bareArray(c, { data: paged.data.filter((row) => isWanted(row, asked)).map(asEarlier), next: paged.next })
    },
  )

earlierTours.openapi(
  open({ method: 'get', path: '/api/tours/{id}', hide, request: { params: ofTour }, responses }),
  async (c) => {
    const found = await tourFor(c, c.req.valid('param').id)
    return 'refused' in found ? found.refused : c.json(asEarlier(found.tour), 200)
  },
)

earlierTours.openapi(
  open({
    method: 'get',
    path: '/api/tours/{id}/availability',
    hide,
    request: { params: ofTour, query: earlierDepartureQuery },
    responses,
  }),
  async (c) => {
    const found = await tourFor(c, c.req.valid('param').id)
    if ('refused' in found) return found.refused
    const query = c.req.valid('query')
    const now = Date.now()
    const departures = await departuresIn(c.env, { ...found, query, now })
    if (departures === null) return problem(c, 'invalid_cursor')
    const { participants } = query
    if (c.req.header('Upgrade')?.toLowerCase() === 'websocket') return socket(c, departures.data, query)
    const data = await Promise.all(departures.data.map((row) => asDeparture(c.env, row, { participants, now })))
    return bareArray(c, { data, next: departures.next })
  },
)

const socket = async (
  c: ApiContext,
  departures: readonly { id: string }[],
  { departureId, since }: EarlierDepartureQuery,
) => {
  const named = departures.find(({ id }) => departureId === undefined || id === departureId)
  if (named === undefined) return problem(c, 'not_found')
  const connection = `${c.req.header('Sec-WebSocket-Key')} ${c.req.header('CF-Connecting-IP')}`
  const opened = await watchEvent(c.env, { eventId: named.id, region: regionOf(c.req.raw.cf), connection, since })
  if (opened === null) return problem(c, 'too_many_watch')
  return new Response(null, { status: 101, webSocket: opened.webSocket })
}

/** @returns a tour that who asks may see, and whether only what everyone may see of it. */
export const tourFor = async (
  c: ApiContext,
  id: string,
): Promise<{ tour: TourRow; listed: boolean } | { refused: ReturnType<typeof problem> }> => {
  const known = await visitor(c)
  if (!known.ok) return { refused: problem(c, known.error) }
  const tour = await anyTourById(database(c.env.DB), id)
  const own = known.value !== null && permitted(known.value, 'event.read')
  const theirs = own && known.value?.organisationId === tour?.organisationId
  if (tour === null || !(theirs || tour.status === 'ACTIVE')) return { refused: problem(c, 'not_found') }
  return { tour, listed: !theirs }
}

const isWanted = (row: TourRow, { location, minPrice, maxPrice }: EarlierTourQuery): boolean => {
  const { price } = pricesOf(row)
  const place = folded(row.settings.city, row.settings.country)
  const near = location === undefined || place.includes(folded(location))
  const dear = minPrice === undefined || (price !== null && price >= minPrice)
  return near && dear && (maxPrice === undefined || (price !== null && price <= maxPrice))
}

const pricesOf = ({ settings: { ticketTypes, options, currency } }: TourRow) => {
  const sold = options.flatMap((option) => publicTypes({ ticketTypes: option.ticketTypes ?? ticketTypes }))
  const priceAmount = sold.length === 0 ? null : Math.min(...sold.map(({ price }) => price))
  return { price: priceAmount === null ? null : wholeUnits(priceAmount, currency), priceAmount, currency }
}

const asEarlier = (row: TourRow) => {
  const { settings } = row
  const option = settings.options.find((one) => one.default) ?? settings.options[0]
  return {
    id: row.id,
    name: row.name,
    title: row.name,
    description: settings.description,
    location: [settings.city, settings.country].filter((part) => part !== null).join(', ') || null,
    ...pricesOf(row),
    duration: option?.durationMinutes ?? null,
    maxParticipants: option?.capacity ?? null,
    languages: settings.languages,
    imageUrl: settings.imageUrl,
    timeZone: row.timeZone,
    status: row.status,
    options: settings.options.map(({ id, internalName, durationMinutes, meetingPoint, capacity, schedule }) => ({
      id,
      name: internalName,
      duration: durationMinutes,
      meetingPoint,
      maxParticipants: capacity,
      startTimes: [...new Set(schedule.flatMap(({ startTimes }) => startTimes))].sort(),
    })),
    ticketTypes: publicTypes(settings).map(({ id, name, type, price, currency }) => ({
      id,
      name,
      type,
      price: wholeUnits(price, currency),
      priceAmount: price,
    })),
    organizationId: row.organisationId,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
    version: row.version,
  }
}
