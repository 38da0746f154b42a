import fc from 'fast-check'
import type { Layout } from '../../../../../contract/layout.ts'
import type {
  RoomAllotment,
  RoomCode,
  RoomSettings,
  RoomTicketType,
  WaitlistPolicy,
} from '../../../../../contract/room.ts'
import { house } from '../house.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Far from now, so that no alarm of a real object goes off by itself. */
export const START = Date.UTC(2040, 0, 1)

/** An event as its room is told of it first. */
export interface Scenario {
  settings: RoomSettings
  layout: Layout | null
}

const type = (id: string, change: Partial<RoomTicketType>): RoomTicketType => ({
  id,
  name: id,
  price: 0,
  currency: 'EUR',
  categories: null,
  pools: ['pl_all'],
  hidden: false,
  active: true,
  minQuantity: null,
  maxQuantity: null,
  saleStartsAt: null,
  saleEndsAt: null,
  ...change,
})

/** Ticket types that differ in all that matters: pools, category, price, number, whether they are hidden. */
const TYPES = [
  type('tt_any', {}),
  type('tt_child', { pools: ['pl_all', 'pl_child'] }),
  type('tt_box', { categories: ['Box'], price: 501, maxQuantity: 3, pools: [] }),
  type('tt_pair', { minQuantity: 2, saleEndsAt: START + 20 * MINUTE }),
  type('tt_secret', { hidden: true }),
  type('tt_escorted', { accompaniedBy: ['tt_any', 'tt_secret'] }),
]
export const TYPE_IDS = TYPES.map(({ id }) => id)

const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { freq: 2 })
const seldom = <T>(some: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: some })
const soon = (minutes: number) => fc.integer({ min: 0, max: minutes }).map((many) => START + many * MINUTE)

const row = fc.array(fc.constantFrom(...'.....bbwc '), { minLength: 2, maxLength: 7 }).map((seats) => seats.join(''))
const area = (id: string, category: string) =>
  fc.integer({ min: 1, max: 6 }).map((capacity) => ({ id, name: id, category, capacity }))

/** Seats in rows with gaps, some in boxes, some accessible; areas beside them, or no plan at all. */
export const layouts: fc.Arbitrary<Layout | null> = fc
  .tuple(
    fc.constantFrom('none', 'seats', 'both', 'areas'),
    fc.array(row, { minLength: 1, maxLength: 3 }),
    fc.tuple(area('floor', 'Stalls'), area('balcony', 'Box')),
  )
  .map(([kind, rows, areas]) =>
    kind === 'none' ? null : { ...house(kind === 'areas' ? [] : rows).layout, areas: kind === 'seats' ? [] : areas },
  )

export const policies: fc.Arbitrary<WaitlistPolicy> = fc.record({
  enabled: fc.constantFrom(true, true, true, true, false),
  fit: fc.constantFrom('STRICT', 'SKIP_IF_NOT_FIT', 'PARTIAL'),
  offerSeconds: fc.integer({ min: 10, max: 120 }),
  maxLapses: fc.integer({ min: 1, max: 3 }),
  confirmsItself: fc.constantFrom(false, false, true),
  closesAt: seldom(soon(60)),
})

/** What the catalogue may say otherwise while places are sold. */
export const changes: fc.Arbitrary<Partial<RoomSettings>> = fc.record(
  {
    status: fc.constantFrom(...Array<'ON_SALE'>(9).fill('ON_SALE'), 'PAUSED', 'SCHEDULED', 'CLOSED'),
    capacity: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 4, max: 20 }) },
      { weight: 1, arbitrary: maybe(fc.nat({ max: 4 })) },
    ),
    holdSeconds: fc.integer({ min: 2, max: 90 }),
    maxPerBuyer: maybe(fc.integer({ min: 1, max: 8 })),
    waitlist: policies,
    pools: fc.tuple(maybe(fc.integer({ min: 1, max: 12 })), maybe(fc.integer({ min: 0, max: 4 }))).map(poolsOf),
    saleEndsAt: seldom(soon(60)),
    lowPercent: fc.integer({ min: 0, max: 50 }),
    ticketTypes: fc
      .subarray(TYPE_IDS)
      .map((active) => TYPES.map((one) => ({ ...one, active: active.includes(one.id) || one.id === 'tt_any' }))),
  },
  { requiredKeys: [] },
)

function poolsOf([all, child]: [number | null, number | null]) {
  return [
    { id: 'pl_all', name: 'All', size: all },
    { id: 'pl_child', name: 'Children', size: child },
  ]
}

/** Seats are drawn as numbers, so that a story can be shortened without its house. */
const allotment = fc.record({
  numbers: fc.uniqueArray(fc.nat({ max: 15 }), { maxLength: 4 }),
  quantity: fc.integer({ min: 0, max: 3 }),
  releasesAt: maybe(soon(20)),
})

const code: fc.Arbitrary<RoomCode> = fc.record({
  code: fc.constant('FRIENDS'),
  ticketTypes: fc.constant(['tt_secret']),
  allotmentId: maybe(fc.constant('al_friends')),
  discount: maybe(fc.constantFrom({ percent: 50 }, { amount: 100 })),
  maxUses: maybe(fc.integer({ min: 1, max: 6 })),
  startsAt: fc.constant(null),
  endsAt: maybe(soon(30)),
})

/** An event on sale, of whatever kind. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    layout: layouts,
    policy: policies,
    change: changes,
    capacity: maybe(fc.integer({ min: 1, max: 15 })),
    allotments: fc.array(allotment, { maxLength: 1 }),
    codes: fc.array(code, { maxLength: 1 }),
  })
  .map(({ layout, policy, change, capacity, allotments, codes }) => ({
    [fc.toStringMethod]: () =>
      `event(${JSON.stringify({ policy, change, capacity, allotments, codes, seats: seatsIn(layout) })})`,
    layout,
    settings: {
      ...base,
      waitlist: policy,
      ...change,
      status: 'ON_SALE',
      capacity: capacity ?? (layout === null ? 8 : null),
      allotments: allotments.map((one) => allotmentOf(layout, one)),
      codes,
      layoutKey: layout === null ? null : 'plan/1',
    },
  }))

const seatsIn = (layout: Layout | null) =>
  layout?.seats.map(
    ({ guid, category, accessible, companion }) =>
      `${guid} ${category}${accessible ? ' accessible' : ''}${companion ? ' companion' : ''}`,
  )

function allotmentOf(
  layout: Layout | null,
  { numbers, quantity, releasesAt }: { numbers: number[]; quantity: number; releasesAt: number | null },
): RoomAllotment {
  const seats = numbers.flatMap((n) => layout?.seats[n]?.guid ?? [])
  const unnamed = layout === null || layout.areas.length > 0
  return { id: 'al_friends', name: 'Friends', seats, quantity: unnamed ? quantity : 0, releasesAt }
}

const base: RoomSettings = {
  organisationId: 'o_1',
  eventId: 'e_1',
  tourId: null,
  name: 'Concert',
  status: 'ON_SALE',
  startsAt: START + 2 * HOUR,
  endsAt: START + 4 * HOUR,
  timeZone: 'Europe/Berlin',
  saleStartsAt: START,
  saleEndsAt: null,
  capacity: null,
  holdSeconds: 30,
  maxPerBuyer: null,
  currency: 'EUR',
  ticketTypes: TYPES,
  pools: poolsOf([null, null]),
  allotments: [],
  codes: [],
  waitlist: { enabled: true, fit: 'STRICT', offerSeconds: 60, maxLapses: 2, confirmsItself: false, closesAt: null },
  lowPercent: 20,
  noSingleSeats: false,
  layoutKey: null,
}
