import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../contract/plans.ts'
import type { SeatingPlan } from '../../contract/seating-plan.ts'
import type { Tour } from '../../contract/tours.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { sha256Hex } from '../../platform/crypto.ts'
import { planOf, seatAt } from '../unit/domain/booking/houses.ts'
import { call, read, someone } from './client.ts'
import './facts.ts'
import { migrated } from './migrated.ts'

const DAY_MS = 86_400_000
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/

interface Availability {
  id: string
  localDateTimeStart: string
  localDateTimeEnd: string
  utcCutoffAt: string
  available: boolean
  status: string
  vacancies: number | null
  capacity: number | null
  maxUnits: number | null
  unitPricing?: { unitId: string; original: number; currencyPrecision: number }[]
  pricing?: { original: number }
}
interface UnitItem {
  uuid: string
  unitId: string
  status: string
  supplierReference: string
  resellerReference: string | null
  contact: { fullName: string | null }
  ticket: { deliveryOptions: { deliveryFormat: string; deliveryValue: string }[] }
}
interface Booking {
  id: string
  uuid: string
  status: string
  availabilityId: string
  utcCreatedAt: string
  utcExpiresAt: string | null
  utcConfirmedAt: string | null
  utcRedeemedAt: string | null
  cancellable: boolean
  cancellation: { refund: string; reason: string | null; utcCancelledAt: string } | null
  contact: Record<string, unknown>
  notes: string | null
  voucher: null
  deliveryMethods: string[]
  resellerReference: string | null
  supplierReference: string
  unitItems: UnitItem[]
  pricing?: { original: number }
  availability: Availability
}
interface Refused {
  error: string
  errorMessage: string
  productId?: string
  optionId?: string
  unitId?: string
  availabilityId?: string
  uuid?: string
}

let token: string
let key: string
let foreign: string
let tour: Tour
let other: Tour
let organization: string

const dateIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
const EVERY_DAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

const WALK = {
  name: 'Old town by night',
  timeZone: 'Europe/Berlin',
  status: 'ACTIVE',
  horizonDays: 8,
  description: 'By lantern',
  languages: ['de', 'en'],
  ticketTypes: [
    { id: 'adult', name: 'Adult', type: 'ADULT', price: 1800, currency: 'EUR' },
    { id: 'child', name: 'Child', type: 'CHILD', price: 900, restrictions: { maxAge: 12, accompaniedBy: ['adult'] } },
  ],
  options: [
    {
      id: 'night',
      internalName: 'Night',
      language: 'de',
      durationMinutes: 90,
      capacity: 6,
      cancellationCutoffAmount: 24,
      restrictions: { minUnits: 1, maxUnits: 5 },
      schedule: [{ weekdays: EVERY_DAY, startTimes: ['21:00'], from: '2020-01-01' }],
    },
  ],
}

const keyOf = async (by: string) => {
  const body = { name: 'Reseller', scopes: ['event.read', 'booking.manage'] }
  return (await read<{ key: string }>(201, call('POST', '/api/v1/api-keys', { token: by, body }))).key
}

beforeAll(async () => {
  await migrated()
  const session = await someone()
  token = session.accessToken
  organization = session.organization.id
  key = await keyOf(token)
  foreign = await keyOf((await someone()).accessToken)
  const make = (body: object) => read<Tour>(201, call('POST', '/api/v1/tours', { token, body }))
  tour = await make(WALK)
  other = await make({ ...WALK, name: 'Castle' })
})

const octo = (method: string, path: string, body?: unknown, { by = key, capabilities = '' } = {}) =>
  call(method, `/octo${path}`, {
    token: by,
    headers: capabilities === '' ? {} : { 'octo-capabilities': capabilities },
    ...(body === undefined ? {} : { body }),
  })
const got = <T>(answer: Promise<Response>) => read<T>(200, answer)
const refused = (answer: Promise<Response>) => read<Refused>(400, answer)

const departures = (days: number, product = tour) =>
  got<Availability[]>(
    octo('POST', '/availability', { productId: product.id, optionId: 'night', localDate: dateIn(days) }),
  )
const departure = async (days: number, product = tour): Promise<Availability> => {
  const [first] = await departures(days, product)
  if (first === undefined) throw new Error('there is no departure on that day')
  return first
}
const units = (...unitIds: string[]) => unitIds.map((unitId) => ({ unitId }))
const reserve = async (days: number, change: object = {}) => {
  const { id: availabilityId } = await departure(days)
  const wish = { productId: tour.id, optionId: 'night', availabilityId, unitItems: units('adult', 'child') }
  return got<Booking>(octo('POST', '/bookings', { ...wish, ...change }))
}
/** @returns a tour in a house. */
const tourWith = async (plan: SeatingPlan): Promise<Tour> => {
  const { id: planId } = await read<Plan>(
    201,
    call('POST', '/api/v1/plans', { token, body: { name: 'House', plan, publish: true } }),
  )
  const options = WALK.options.map((option) => ({ ...option, capacity: null }))
  return read<Tour>(
    201,
    call('POST', '/api/v1/tours', { token, body: { ...WALK, name: 'In a house', planId, options } }),
  )
}
/** @returns a house that one stands in. */
const areasOf = (capacity: number): SeatingPlan => {
  const house = planOf([])
  const floor = {
    shape: 'rectangle' as const,
    uuid: 'floor',
    position: { x: 0, y: 0 },
    rectangle: { width: 100, height: 50 },
    color: '#cccccc',
    capacity,
    category: 'All',
    name: 'Floor',
  }
  return { ...house, zones: house.zones.map((zone) => ({ ...zone, rows: [], areas: [floor] })) }
}
const CONTACT = { contact: { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' } }

describe('supplier, capabilities and products', () => {
  it('are told with either form of their path', async () => {
    for (const path of ['/supplier', '/supplier/'])
      expect(await got(octo('GET', path))).toMatchObject({
        endpoint: 'https://signalbox.example/octo',
        contact: { website: 'https://signalbox.example', email: null, telephone: null, address: null },
      })
    expect(await got<{ id: string }[]>(octo('GET', '/capabilities'))).toMatchObject([
      { id: 'octo/content', revision: 1, required: false, dependencies: [] },
      { id: 'octo/pricing' },
    ])
  })

  it('are the active tours with their options and units', async () => {
    const all = await got<{ id: string; internalName: string }[]>(octo('GET', '/products'))
    expect(all.map(({ internalName }) => internalName)).toEqual(['Castle', 'Old town by night'])
    const one = await got<Record<string, unknown>>(octo('GET', `/products/${tour.id}`))
    expect(one).toMatchObject({
      id: tour.id,
      locale: 'de',
      timeZone: 'Europe/Berlin',
      allowFreesale: false,
      availabilityRequired: true,
      availabilityType: 'START_TIME',
      deliveryMethods: ['TICKET'],
      deliveryFormats: ['QRCODE'],
      options: [
        {
          id: 'night',
          default: true,
          availabilityLocalStartTimes: ['21:00'],
          cancellationCutoff: '24 hours',
          cancellationCutoffAmount: 24,
          cancellationCutoffUnit: 'hour',
          requiredContactFields: [],
          restrictions: { minUnits: 1, maxUnits: 5 },
          units: [
            { id: 'adult', type: 'ADULT', restrictions: { minAge: 0, paxCount: 1, accompaniedBy: [] } },
            { id: 'child', type: 'CHILD', restrictions: { maxAge: 12, accompaniedBy: ['adult'] } },
          ],
        },
      ],
    })
    for (const name of ['title', 'pricingPer', 'defaultCurrency']) expect(one).not.toHaveProperty(name)
  })

  it('say more where a reseller asks for content and prices, and which of it was heard', async () => {
    const answer = await octo('GET', `/products/${tour.id}`, undefined, {
      capabilities: 'octo/content, octo/pricing, octo/cart',
    })
    expect(answer.headers.get('octo-capabilities')).toBe('octo/content, octo/pricing')
    expect(await answer.json()).toMatchObject({
      title: 'Old town by night',
      description: 'By lantern',
      durationMinutesFrom: 90,
      commentary: [{ format: 'IN_PERSON', language: 'de' }, { language: 'en' }],
      defaultCurrency: 'EUR',
      pricingPer: 'UNIT',
      options: [
        { pricingFrom: [{ original: 900 }], units: [{ pricing: [{ retail: 1800, currencyPrecision: 2 }] }, {}] },
      ],
    })
  })

  it('are refused in the shape of OCTO, with status 400', async () => {
    expect(await refused(octo('GET', '/products/unknown'))).toMatchObject({
      error: 'INVALID_PRODUCT_ID',
      errorMessage: expect.any(String),
      productId: 'unknown',
    })
    expect(await refused(octo('GET', `/products/${tour.id}`, undefined, { by: foreign }))).toMatchObject({
      error: 'INVALID_PRODUCT_ID',
    })
    expect(await refused(call('GET', '/octo/products'))).toMatchObject({ error: 'UNAUTHORIZED' })
    const narrow = { name: 'Narrow', scopes: ['issue.read'] }
    const made = await read<{ key: string }>(201, call('POST', '/api/v1/api-keys', { token, body: narrow }))
    const kept = refused(octo('GET', '/products', undefined, { by: made.key }))
    expect(await kept).toMatchObject({ error: 'FORBIDDEN' })
    expect(await read<Refused>(404, octo('GET', '/nothing'))).toMatchObject({ error: 'NOT_FOUND' })
  })
})

describe('availability', () => {
  it('is one object for each departure, with local times that have an offset', async () => {
    const one = await departure(2)
    expect(one).toMatchObject({
      available: true,
      status: 'AVAILABLE',
      vacancies: 6,
      capacity: 6,
      maxUnits: 5,
      allDay: false,
      openingHours: [],
    })
    expect(one.localDateTimeStart).toMatch(LOCAL)
    expect(one.localDateTimeStart).toContain(`${dateIn(2)}T21:00:00+0`)
    expect(one.localDateTimeEnd).toMatch(LOCAL)
    expect(one.utcCutoffAt).toMatch(UTC)
    const wish = { productId: tour.id, optionId: 'night', localDateStart: dateIn(2), localDateEnd: dateIn(4) }
    expect(await got<Availability[]>(octo('POST', '/availability/', wish))).toHaveLength(3)
    const named = { productId: tour.id, optionId: 'night', availabilityIds: [one.id] }
    expect(await got<Availability[]>(octo('POST', '/availability', named))).toEqual([one])
  })

  it('is told with prices, and for so many units', async () => {
    const wish = { productId: tour.id, optionId: 'night', localDate: dateIn(2) }
    const asked = {
      ...wish,
      units: [
        { id: 'adult', quantity: 2 },
        { id: 'child', quantity: 1 },
      ],
    }
    const [priced] = await got<Availability[]>(octo('POST', '/availability', asked, { capabilities: 'octo/pricing' }))
    expect(priced?.pricing?.original).toBe(4500)
    expect(priced?.unitPricing).toMatchObject([
      { unitId: 'adult', original: 1800 },
      { unitId: 'child', original: 900 },
    ])
    const many = { ...wish, units: [{ id: 'adult', quantity: 7 }] }
    expect(await got(octo('POST', '/availability', many))).toMatchObject([{ available: false, status: 'AVAILABLE' }])
  })

  it('has a calendar with every day', async () => {
    const days = { localDateStart: dateIn(6), localDateEnd: dateIn(12) }
    const wish = { productId: tour.id, optionId: 'night', ...days }
    const calendar = await got<(Availability & { localDate: string })[]>(octo('POST', '/availability/calendar', wish))
    expect(calendar).toHaveLength(7)
    expect(calendar[0]).toMatchObject({ localDate: dateIn(6), available: true, status: 'AVAILABLE', vacancies: 6 })
    expect(calendar[6]).toMatchObject({ localDate: dateIn(12), available: false, status: 'CLOSED' })
  })

  it('is refused for what is not there, and for what is said twice or not at all', async () => {
    const wish = { productId: tour.id, optionId: 'night', localDate: dateIn(2) }
    const ask = (change: object) => refused(octo('POST', '/availability', { ...wish, ...change }))
    expect(await ask({ productId: 'x' })).toMatchObject({ error: 'INVALID_PRODUCT_ID', productId: 'x' })
    expect(await ask({ optionId: 'x' })).toMatchObject({ error: 'INVALID_OPTION_ID', optionId: 'x' })
    expect(await ask({ units: [{ id: 'x', quantity: 1 }] })).toMatchObject({ error: 'INVALID_UNIT_ID', unitId: 'x' })
    expect(await ask({ availabilityIds: ['x'] })).toMatchObject({ error: 'BAD_REQUEST' })
    expect(await ask({ localDate: undefined })).toMatchObject({ error: 'BAD_REQUEST' })
    expect(await ask({ localDate: 'tomorrow' })).toMatchObject({ error: 'BAD_REQUEST' })
    expect(await ask({ localDate: undefined, localDateStart: dateIn(2) })).toMatchObject({ error: 'BAD_REQUEST' })
    const open = { productId: tour.id, optionId: 'night', localDateEnd: dateIn(4) }
    expect(await refused(octo('POST', '/availability/calendar', open))).toMatchObject({ error: 'BAD_REQUEST' })
  })
})

describe('a booking', () => {
  it('is held, extended, confirmed and cancelled', async () => {
    const { id: availabilityId } = await departure(2)
    const wish = { productId: tour.id, optionId: 'night', availabilityId, unitItems: units('adult', 'child') }
    const said = { ...wish, resellerReference: 'R-1', notes: 'Vegan' }
    const held = await got<Booking>(octo('POST', '/bookings', said, { capabilities: 'octo/pricing' }))
    expect(held).toMatchObject({
      status: 'ON_HOLD',
      availabilityId,
      utcConfirmedAt: null,
      utcRedeemedAt: null,
      cancellation: null,
      cancellable: true,
      resellerReference: 'R-1',
      notes: 'Vegan',
      voucher: null,
      deliveryMethods: ['TICKET'],
      pricing: { original: 2700 },
      availability: { id: availabilityId, vacancies: 4 },
      product: { id: tour.id },
      option: { id: 'night' },
    })
    expect(held.uuid).toMatch(UUID)
    for (const moment of [held.utcCreatedAt, held.utcExpiresAt]) expect(moment).toMatch(UTC)
    expect(new Set(held.unitItems.map(({ uuid }) => uuid)).size).toBe(2)
    expect(held.unitItems).toMatchObject([
      { unitId: 'adult', status: 'ON_HOLD', ticket: { deliveryOptions: [] }, unit: { type: 'ADULT' } },
      { unitId: 'child' },
    ])
    const path = `/bookings/${held.uuid}`
    const extended = await got<Booking>(octo('POST', `${path}/extend`, { expirationMinutes: 30 }))
    expect(Date.parse(extended.utcExpiresAt ?? '')).toBeGreaterThanOrEqual(Date.parse(held.utcExpiresAt ?? ''))
    const stands = await got<Booking>(octo('POST', `${path}/confirm`, { ...CONTACT, resellerReference: 'R-2' }))
    expect(stands).toMatchObject({ status: 'CONFIRMED', utcExpiresAt: null, resellerReference: 'R-2' })
    expect(stands.contact).toMatchObject({ fullName: 'Ada Lovelace', locales: [], country: null })
    expect(stands.utcConfirmedAt).toMatch(UTC)
    expect(stands.unitItems.map(({ ticket }) => ticket.deliveryOptions[0]?.deliveryFormat)).toEqual([
      'QRCODE',
      'QRCODE',
    ])
    expect(stands.unitItems.map(({ uuid }) => uuid)).toEqual(held.unitItems.map(({ uuid }) => uuid))
    expect(await got<Booking>(octo('GET', path))).toEqual(stands)
    const gone = await got<Booking>(octo('POST', `${path}/cancel/`, { reason: 'Ill' }))
    expect(gone).toMatchObject({ status: 'CANCELLED', utcExpiresAt: null, cancellable: false })
    expect(gone.cancellation).toMatchObject({
      refund: 'FULL',
      reason: 'Ill',
      utcCancelledAt: expect.stringMatching(UTC),
    })
    expect((await departure(2)).vacancies).toBe(6)
  })

  it('is one for each uuid, however often and however many times at once it is sent', async () => {
    const { id: availabilityId } = await departure(3)
    const uuid = crypto.randomUUID()
    const wish = { uuid, productId: tour.id, optionId: 'night', availabilityId, unitItems: units('adult') }
    const send = () => got<Booking>(octo('POST', '/bookings', wish))
    const all = await Promise.all([send(), send(), send()])
    expect(new Set([...all, await send()].map(({ id }) => id)).size).toBe(1)
    expect((await departure(3)).vacancies).toBe(5)
    const more = { ...wish, unitItems: units('adult', 'adult') }
    expect(await refused(octo('POST', '/bookings', more))).toMatchObject({ error: 'UNPROCESSABLE_ENTITY' })
    const elsewhere = { ...wish, availabilityId: (await departure(4)).id }
    expect(await refused(octo('POST', '/bookings', elsewhere))).toMatchObject({ error: 'UNPROCESSABLE_ENTITY' })
    expect((await departure(4)).vacancies).toBe(6)
  })

  it('is refused for what is not sold, and what is sold out', async () => {
    const { id: availabilityId } = await departure(5)
    const wish = { productId: tour.id, optionId: 'night', availabilityId, unitItems: units('adult') }
    const ask = (change: object) => refused(octo('POST', '/bookings', { ...wish, ...change }))
    expect(await ask({ productId: 'x' })).toMatchObject({ error: 'INVALID_PRODUCT_ID' })
    expect(await ask({ optionId: 'x' })).toMatchObject({ error: 'INVALID_OPTION_ID' })
    expect(await ask({ availabilityId: 'x' })).toMatchObject({ error: 'INVALID_AVAILABILITY_ID', availabilityId: 'x' })
    const { id: castle } = await departure(5, other)
    expect(await ask({ availabilityId: castle })).toMatchObject({ error: 'INVALID_AVAILABILITY_ID' })
    expect(await ask({ unitItems: units('x') })).toMatchObject({ error: 'INVALID_UNIT_ID' })
    for (const unitItems of [[], undefined, units('child'), units(...Array(6).fill('adult'))])
      expect(await ask({ unitItems })).toMatchObject({ error: 'UNPROCESSABLE_ENTITY' })
    expect(await ask({ uuid: 'not-one' })).toMatchObject({ error: 'BAD_REQUEST' })
    await reserve(5, { unitItems: units(...Array(5).fill('adult')) })
    expect(await departure(5)).toMatchObject({ status: 'LIMITED', vacancies: 1, available: true })
    expect(await ask({ unitItems: units('adult', 'adult') })).toMatchObject({ error: 'UNPROCESSABLE_ENTITY' })
    await reserve(5, { unitItems: units('adult') })
    expect(await departure(5)).toMatchObject({ status: 'SOLD_OUT', vacancies: 0, available: false })
  })

  it('is changed in its units, what they say, and its departure', async () => {
    const held = await reserve(6)
    const [adult, child] = held.unitItems
    const path = `/bookings/${held.uuid}`
    const change = (body: object) => got<Booking>(octo('PATCH', path, body))
    const more = await change({ unitItems: [{ ...adult, ticket: undefined }, { ...child }, { unitId: 'adult' }] })
    expect(more.unitItems.map(({ uuid }) => uuid).slice(0, 2)).toEqual([adult?.uuid, child?.uuid])
    expect(more.unitItems).toHaveLength(3)
    expect((await departure(6)).vacancies).toBe(3)
    const fewer = await change({ unitItems: [{ uuid: adult?.uuid, unitId: 'adult' }], notes: 'Late', ...CONTACT })
    expect(fewer).toMatchObject({ notes: 'Late', contact: { fullName: 'Ada Lovelace' } })
    expect(fewer.unitItems.map(({ uuid }) => uuid)).toEqual([adult?.uuid])
    expect((await departure(6)).vacancies).toBe(5)
    const { id: availabilityId } = await departure(7)
    const moved = await change({ availabilityId })
    expect(moved).toMatchObject({ uuid: held.uuid, availabilityId, status: 'ON_HOLD' })
    expect([(await departure(6)).vacancies, (await departure(7)).vacancies]).toEqual([6, 5])
    const back = await change({ availabilityId: held.availabilityId })
    expect(back).toMatchObject({ availabilityId: held.availabilityId, status: 'ON_HOLD' })
    const product = { productId: other.id, optionId: 'night', availabilityId: (await departure(6, other)).id }
    expect(await change(product)).toMatchObject({ productId: other.id, product: { id: other.id } })
    expect((await departure(6)).vacancies).toBe(6)
    const far = octo('PATCH', path, { availabilityId: 'x' })
    expect(await refused(far)).toMatchObject({ error: 'INVALID_AVAILABILITY_ID' })
  })

  it('that stands grows and moves too, and keeps its places where there are no others', async () => {
    const held = await reserve(7)
    const path = `/bookings/${held.uuid}`
    await got(octo('POST', `${path}/confirm`, CONTACT))
    const grown = await got<Booking>(octo('PATCH', path, { unitItems: [...held.unitItems, { unitId: 'adult' }] }))
    expect(grown).toMatchObject({ uuid: held.uuid, status: 'CONFIRMED' })
    expect(grown.unitItems).toHaveLength(3)
    await reserve(7, { unitItems: units('adult', 'adult') })
    const many = [...grown.unitItems, ...units('adult', 'adult')]
    expect(await refused(octo('PATCH', path, { unitItems: many }))).toMatchObject({ error: 'UNPROCESSABLE_ENTITY' })
    const kept = await got<Booking>(octo('GET', path))
    expect(kept.unitItems).toEqual(grown.unitItems)
    const { id: availabilityId } = await departure(3)
    expect(await got<Booking>(octo('PATCH', path, { availabilityId }))).toMatchObject({
      status: 'CONFIRMED',
      availabilityId,
    })
    expect((await departure(7)).vacancies).toBe(4)
  })

  it('moves once where it is sent to two departures at once, and leaves no places taken that are nobody’s', async () => {
    const held = await reserve(2)
    const free = async () => (await Promise.all([1, 2, 4].map((days) => departure(days)))).map((one) => one.vacancies)
    const all = (await free()).reduce((sum, one) => (sum ?? 0) + (one ?? 0), 0)
    const targets = await Promise.all([departure(1), departure(4)])
    const answers = await Promise.all(
      targets.map(({ id }) => octo('PATCH', `/bookings/${held.uuid}`, { availabilityId: id })),
    )
    expect(answers.map(({ status }) => status)).toContain(200)
    const now = await got<Booking>(octo('GET', `/bookings/${held.uuid}`))
    expect(now).toMatchObject({ status: 'ON_HOLD' })
    expect(now.unitItems).toHaveLength(2)
    expect(targets.map(({ id }) => id)).toContain(now.availabilityId)
    expect((await free()).reduce((sum, one) => (sum ?? 0) + (one ?? 0), 0)).toBe(all)
    const same = { availabilityId: (await departure(2)).id }
    const twice = await Promise.all([1, 2].map(() => octo('PATCH', `/bookings/${held.uuid}`, same)))
    expect(twice.map(({ status }) => status)).toContain(200)
    expect(await got<Booking>(octo('GET', `/bookings/${held.uuid}`))).toMatchObject({ ...same, status: 'ON_HOLD' })
    expect((await free()).reduce((sum, one) => (sum ?? 0) + (one ?? 0), 0)).toBe(all)
  })

  it('is had by its uuid though the places that were held for it were let go again', async () => {
    const { id } = await departure(1)
    const uuid = crypto.randomUUID()
    const { EVENT_ROOM } = env as Env
    const room = EVENT_ROOM.get(EVENT_ROOM.idFromName(id))
    const asker = { owners: [`o:${uuid}`], links: [], organiser: false, actor: null, cause: {} }
    const digest = sha256Hex(canonicalJson([id, ['adult']]))
    const retry = { scope: `octo ${organization}`, key: `${uuid} hold `, digest }
    const held = await room.hold({ units: [{ ticketTypeId: 'adult', quantity: 1 }] }, asker, retry)
    if (held.ok) await room.release(held.value.id, asker)
    const booked = await reserve(1, { uuid, unitItems: units('adult') })
    expect(booked).toMatchObject({ uuid, status: 'ON_HOLD' })
    expect((await reserve(1, { uuid, unitItems: units('adult') })).id).toBe(booked.id)
  })

  it('of a departure with seats is of the units that were asked for, in seats, in areas, and when it grows', async () => {
    const priced = { capabilities: 'octo/pricing' }
    const seated = await tourWith(planOf(Array.from({ length: 6 }, (_, n) => seatAt(`A-${n + 1}`, n * 20))))
    const { id: availabilityId } = await departure(3, seated)
    const unitItems = units('adult', 'child', 'child')
    const wish = { productId: seated.id, optionId: 'night', availabilityId, unitItems }
    const held = await got<Booking>(octo('POST', '/bookings', wish, priced))
    expect(held.unitItems.map(({ unitId }) => unitId)).toEqual(['adult', 'child', 'child'])
    expect(held.pricing?.original).toBe(1800 + 900 + 900)
    expect(new Set(held.unitItems.map(({ supplierReference }) => supplierReference)).size).toBe(3)
    const more = { unitItems: [...held.unitItems, { unitId: 'adult' }] }
    const grown = await got<Booking>(octo('PATCH', `/bookings/${held.uuid}`, more, priced))
    expect(grown.pricing?.original).toBe(2 * 1800 + 2 * 900)
    const fewer = { unitItems: grown.unitItems.slice(0, 1) }
    expect((await got<Booking>(octo('PATCH', `/bookings/${held.uuid}`, fewer, priced))).pricing?.original).toBe(1800)
    const room = (env as Env).EVENT_ROOM.get((env as Env).EVENT_ROOM.idFromName(availabilityId))
    const [booking] = await room.bookingsAfter('', 10)
    expect(booking?.tickets.every(({ seat }) => seat !== null)).toBe(true)
    expect((await departure(3, seated)).vacancies).toBe(5)

    const standing = await tourWith(areasOf(20))
    const there = { productId: standing.id, availabilityId: (await departure(3, standing)).id }
    const stood = await got<Booking>(octo('POST', '/bookings', { ...wish, ...there }, priced))
    expect(stood.pricing?.original).toBe(3600)
    expect((await departure(3, standing)).vacancies).toBe(17)
  })

  it('is found by references, and by its organisation alone', async () => {
    const held = await reserve(4, { resellerReference: 'R-list' })
    const list = (query: string, by = key) => got<Booking[]>(octo('GET', `/bookings${query}`, undefined, { by }))
    expect((await list('?resellerReference=R-list')).map(({ uuid }) => uuid)).toEqual([held.uuid])
    expect((await list(`?supplierReference=${held.supplierReference}`)).map(({ uuid }) => uuid)).toEqual([held.uuid])
    expect(await list('?resellerReference=R-none')).toEqual([])
    expect(await list('?resellerReference=R-list', foreign)).toEqual([])
    expect(await refused(octo('GET', '/bookings'))).toMatchObject({ error: 'BAD_REQUEST' })
    const path = `/bookings/${held.uuid}`
    for (const [method, at, body] of [
      ['GET', path],
      ['PATCH', path, { notes: 'x' }],
      ['POST', `${path}/extend`, {}],
      ['POST', `${path}/confirm`, CONTACT],
      ['POST', `${path}/cancel`, {}],
    ] as const)
      expect(await refused(octo(method, at, body, { by: foreign }))).toMatchObject({
        error: 'INVALID_BOOKING_UUID',
        uuid: held.uuid,
      })
    expect(await refused(octo('GET', '/bookings/unknown'))).toMatchObject({ error: 'INVALID_BOOKING_UUID' })
    expect(await refused(octo('POST', `${path}/confirm`, {}))).toMatchObject({ error: 'BAD_REQUEST' })
  })

  it('is not cancelled after the cutoff, but by force', async () => {
    const [soon] = await departures(0)
    const day = soon === undefined ? 1 : 0
    const { id: availabilityId } = await departure(day)
    const wish = { productId: tour.id, optionId: 'night', availabilityId, unitItems: units('adult') }
    const held = await got<Booking>(octo('POST', '/bookings', wish))
    const path = `/bookings/${held.uuid}`
    const stands = await got<Booking>(octo('POST', `${path}/confirm`, CONTACT))
    // The next one of every evening leaves within a day, which is the cutoff.
    expect(stands.cancellable).toBe(false)
    expect(await refused(octo('POST', `${path}/cancel`, {}))).toMatchObject({ error: 'UNPROCESSABLE_ENTITY' })
    const gone = await got<Booking>(octo('POST', `${path}/cancel`, { force: true }))
    expect(gone.status).toBe('CANCELLED')
  })
})
