import { describe, expect, it } from 'vitest'
import { type EventChange, eventChange, type NewEvent, newEvent } from '../../../../contract/events.ts'
import { codeText, freshCodes } from '../../../../domain/booking/codes.ts'
import { eventFaults, isTimeZone, type PlannedPlaces } from '../../../../domain/booking/event-check.ts'
import { folded, placesWithoutPlan, priceRange, saleEnd } from '../../../../domain/booking/event-content.ts'
import { copiedContent } from '../../../../domain/booking/event-copy.ts'
import { changedFields } from '../../../../domain/booking/event-difference.ts'
import { changedContent, newContent } from '../../../../domain/booking/event-draft.ts'
import { mayBecome, mayBegin } from '../../../../domain/booking/event-status.ts'
import { roomSettings } from '../../../../domain/booking/settings.ts'

const minted = () => {
  let serial = 0
  return (prefix: string) => {
    serial += 1
    return `${prefix}_${serial}`
  }
}

const CONCERT = {
  name: 'Concert',
  startsAt: '2027-06-01T18:00:00Z',
  endsAt: '2027-06-01T20:00:00Z',
  timeZone: 'Europe/Berlin',
  status: 'ON_SALE',
  capacity: 40,
}

const contentOf = (wish: object = {}) => newContent(newEvent.parse({ ...CONCERT, ...wish }) as NewEvent, minted())
const change = (before: ReturnType<typeof contentOf>, wish: object) =>
  changedContent(before, eventChange.parse(wish) as EventChange, minted())

const PLAN: PlannedPlaces = { places: 3, categories: ['Stalls'], seats: new Set(['A-1', 'A-2', 'A-3']) }

const faults = (wish: object, plan: PlannedPlaces | null = null) =>
  eventFaults(contentOf(wish), plan).map(({ pointer, code }) => `${pointer} ${code}`)

describe('what an event is', () => {
  it('has everything that the wish left open', () => {
    const { settings, ...content } = contentOf()
    expect(content).toMatchObject({ status: 'ON_SALE', currency: 'EUR', capacity: 40, planId: null })
    expect(settings).toMatchObject({
      holdSeconds: 600,
      lowPercent: 20,
      noSingleSeats: false,
      waitlist: { enabled: false, fit: 'SKIP_IF_NOT_FIT' },
    })
    expect(settings.ticketTypes).toMatchObject([{ id: 'tt_1', name: 'Admission', price: 0, currency: 'EUR' }])
  })

  it('has one currency, that of its first price', () => {
    const types = [{ name: 'Free' }, { name: 'Paid', price: 500, currency: 'chf' }]
    const content = contentOf({ ticketTypes: types })
    expect(content.currency).toBe('CHF')
    expect(content.settings.ticketTypes.map(({ currency }) => currency)).toEqual(['CHF', 'CHF'])
  })

  it('keeps the ids it is given, replaces lists as a whole, and leaves the rest', () => {
    const before = contentOf({ pools: [{ name: 'Hall', size: 5 }], ticketTypes: [{ name: 'A', pools: ['pl_1'] }] })
    const after = change(before, { pools: [{ id: 'pl_9', name: 'Yard', size: 2 }], waitlist: true })
    expect(after.settings.pools).toEqual([{ id: 'pl_9', name: 'Yard', size: 2 }])
    expect(after.settings.ticketTypes).toEqual(before.settings.ticketTypes)
    expect(changedFields(before, after)).toEqual(['pools', 'waitlist'])
    expect(change(after, { waitlist: false }).settings.waitlist).toEqual({ ...after.settings.waitlist, enabled: false })
    expect(change(after, { waitlist: { fit: 'STRICT' } }).settings.waitlist).toMatchObject({
      enabled: true,
      fit: 'STRICT',
    })
  })

  it('takes the newest version of another plan, and keeps the one it has otherwise', () => {
    const before = { ...contentOf({ planId: 'p_1' }), planVersion: 4 }
    expect(change(before, { name: 'Other' }).planVersion).toBe(4)
    expect(change(before, { planId: 'p_1' }).planVersion).toBe(4)
    expect(change(before, { planId: 'p_2' }).planVersion).toBeNull()
    expect(change(before, { planVersion: null }).planVersion).toBeNull()
  })

  it('ends its sale with the window, at the cutoff, or when it is over, whatever comes first', () => {
    const at = (text: string) => Date.parse(text)
    expect(saleEnd(contentOf())).toBe(at('2027-06-01T20:00:00Z'))
    expect(saleEnd(contentOf({ cutoffMinutes: 30 }))).toBe(at('2027-06-01T17:30:00Z'))
    expect(saleEnd(contentOf({ cutoffMinutes: 30, saleEndsAt: '2027-05-01T00:00:00Z' }))).toBe(
      at('2027-05-01T00:00:00Z'),
    )
    expect(saleEnd(contentOf({ saleEndsAt: '2027-07-01T00:00:00Z' }))).toBe(at('2027-06-01T20:00:00Z'))
  })

  it('can be cancelled by buyers until it starts, or a while before', () => {
    const told = (wish: object) => roomSettings({ ...contentOf(wish), id: 'e_1', organisationId: 'o_1' }, null)
    expect(told({}).cancellableUntil).toBe(Date.parse('2027-06-01T18:00:00Z'))
    expect(told({ cancellationCutoffMinutes: 90 }).cancellableUntil).toBe(Date.parse('2027-06-01T16:30:00Z'))
  })

  it('has as many places as its pools, where each type takes from one', () => {
    const pools = [
      { id: 'a', name: 'A', size: 3 },
      { id: 'b', name: 'B', size: 4 },
    ]
    const types = [
      { name: 'A', pools: ['a'] },
      { name: 'B', pools: ['a', 'b'] },
    ]
    const pooled = contentOf({ capacity: null, pools, ticketTypes: types })
    expect(placesWithoutPlan(pooled)).toBe(7)
    expect(placesWithoutPlan(contentOf({ capacity: null, pools, ticketTypes: [...types, { name: 'C' }] }))).toBeNull()
    expect(roomSettings({ ...pooled, id: 'e_1', organisationId: 'o_1' }, null).capacity).toBe(7)
  })

  it('shows the prices of what the public can have', () => {
    const ticketTypes = [
      { name: 'A', price: 10 },
      { name: 'B', price: 30 },
      { name: 'C', price: 1, hidden: true },
    ]
    expect(priceRange(contentOf({ ticketTypes }).settings)).toEqual({ lowestPrice: 10, highestPrice: 30 })
    const closed = contentOf({ ticketTypes: [{ name: 'A', price: 10, active: false }] })
    expect(priceRange(closed.settings)).toEqual({ lowestPrice: null, highestPrice: null })
  })

  it('is found without case and accents', () => {
    expect(folded('Fête de l’Été', null, 'ZÜRICH')).toBe('fete de l ete zurich')
  })
})

describe('what contradicts itself in an event', () => {
  it('is nothing in one that does not', () => {
    expect(faults({})).toEqual([])
    expect(faults({ status: 'DRAFT', capacity: null })).toEqual([])
    expect(
      faults({ planId: 'p_1', capacity: null, ticketTypes: [{ name: 'A', categories: ['Stalls'] }] }, PLAN),
    ).toEqual([])
  })

  it('is told with a pointer: its times', () => {
    expect(faults({ endsAt: CONCERT.startsAt })).toEqual(['/endsAt before_start'])
    expect(faults({ saleStartsAt: '2027-06-01T18:00:00Z', cutoffMinutes: 60 })).toEqual(['/saleStartsAt after_end'])
    expect(faults({ timeZone: 'Mars/Olympus' })).toEqual(['/timeZone unknown_time_zone'])
    const window = { saleStartsAt: '2027-05-02T00:00:00Z', saleEndsAt: '2027-05-01T00:00:00Z' }
    expect(faults({ ticketTypes: [{ name: 'A', ...window }] })).toEqual(['/ticketTypes/0/saleEndsAt before_start'])
  })

  it('is told with a pointer: its places', () => {
    expect(faults({ capacity: null })).toEqual(['/capacity required'])
    expect(faults({ planId: 'p_1' })).toEqual(['/planId unknown_plan'])
    expect(faults({ planId: 'p_1', capacity: 4 }, PLAN)).toEqual(['/capacity over_plan'])
    const places = {
      planId: 'p_1',
      capacity: 3,
      ticketTypes: [{ name: 'A', categories: ['Stalls', 'Balcony'] }],
      allotments: [{ name: 'Press', seats: ['A-1', 'Z-9'] }, { name: 'Crew', seats: ['A-1'] }, { name: 'Nobody' }],
    }
    expect(faults(places, PLAN)).toEqual([
      '/ticketTypes/0/categories/1 unknown_category',
      '/allotments/0/seats/1 unknown_seat',
      '/allotments/1/seats/0 kept_twice',
      '/allotments/2 empty',
    ])
  })

  it('is told with a pointer: its ticket types, pools and codes', () => {
    const wish = {
      ticketTypes: [
        { id: 'a', name: 'A', restrictions: { minQuantity: 4, maxQuantity: 2, minAge: 20, maxAge: 10 } },
        { id: 'a', name: 'B', pools: ['p'], restrictions: { accompaniedBy: ['none'] } },
      ],
      pools: [
        { id: 'p', name: 'P', size: 1 },
        { id: 'q', name: 'Q', size: 1 },
      ],
      codes: [
        { code: 'ONE', ticketTypes: ['none'], allotmentId: 'none' },
        { code: 'one', startsAt: '2027-05-02T00:00:00Z', endsAt: '2027-05-01T00:00:00Z' },
      ],
    }
    expect(faults(wish)).toEqual([
      '/ticketTypes/0/restrictions/maxQuantity below_minimum',
      '/ticketTypes/0/restrictions/maxAge below_minimum',
      '/ticketTypes/1/id taken',
      '/ticketTypes/1/restrictions/accompaniedBy/0 unknown_ticket_type',
      '/pools/1 unused_pool',
      '/codes/0/ticketTypes/0 unknown_ticket_type',
      '/codes/0/allotmentId unknown_allotment',
      '/codes/1/code taken',
      '/codes/1/endsAt before_start',
    ])
    expect(eventFaults(change(contentOf(), { ticketTypes: [] }), null)).toMatchObject([{ pointer: '/ticketTypes' }])
  })

  it('is told where it is more than a row can hold', () => {
    const types = Array.from({ length: 100 }, (_, n) => ({ id: `tt_${String(n).padStart(22, '0')}`, name: 'A' }))
    const codes = Array.from({ length: 1000 }, (_, n) => ({
      code: `CODE-${n}`,
      ticketTypes: types.map(({ id }) => id),
    }))
    expect(faults({ ticketTypes: types, codes: codes.slice(0, 300) })).toEqual([])
    expect(faults({ ticketTypes: types, codes })).toEqual(['/codes too_large'])
  })

  it('knows zones by the names that the runtime knows', () => {
    expect(['UTC', 'Europe/Berlin', 'America/Argentina/Ushuaia'].every(isTimeZone)).toBe(true)
    expect(isTimeZone('Europe/Nowhere')).toBe(false)
    expect(isTimeZone('')).toBe(false)
  })
})

describe('the shapes of what is sent', () => {
  const refused = (wish: object) => !newEvent.safeParse({ ...CONCERT, ...wish }).success
  it('are refused where they mean nothing', () => {
    expect(refused({ ticketTypes: [{ name: 'A', price: 9.5 }] })).toBe(true)
    expect(refused({ ticketTypes: [{ name: 'A', price: -1 }] })).toBe(true)
    expect(refused({ ticketTypes: [{ name: 'A', currency: 'ABC' }] })).toBe(true)
    expect(refused({ codes: [{ code: 'a b' }] })).toBe(true)
    expect(refused({ holdSeconds: 1 })).toBe(true)
    expect(refused({ holdSeconds: 1801 })).toBe(true)
    expect(refused({ startsAt: 'tomorrow' })).toBe(true)
    expect(refused({ imageUrl: 'javascript:alert(1)' })).toBe(true)
    expect(refused({})).toBe(false)
  })
})

describe('the status of an event', () => {
  it('begins neither cancelled nor completed, and never comes back from being cancelled', () => {
    expect([mayBegin('DRAFT'), mayBegin('ON_SALE'), mayBegin('CANCELLED'), mayBegin('COMPLETED')]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(mayBecome('CANCELLED', 'ON_SALE')).toBe(false)
    expect(mayBecome('ON_SALE', 'CANCELLED')).toBe(false)
    expect(mayBecome('ON_SALE', 'PAUSED')).toBe(true)
    expect(mayBecome('ON_SALE', 'DRAFT')).toBe(false)
    expect(mayBecome('CANCELLED', 'CANCELLED')).toBe(true)
  })
})

describe('a copy', () => {
  it('has what the wish says, and moves what it does not by the clock of the place', () => {
    const before = contentOf({
      startsAt: '2027-03-20T18:30:00Z',
      endsAt: '2027-03-20T20:30:00Z',
      saleEndsAt: '2027-03-20T11:00:00Z',
    })
    const copy = copiedContent(before, { startsAt: '2027-04-03T17:30:00.000Z', saleStartsAt: null }, minted())
    expect(copy).toMatchObject({ status: 'DRAFT', endsAt: Date.parse('2027-04-03T19:30:00Z') })
    expect(copy.settings).toMatchObject({ saleStartsAt: null, saleEndsAt: '2027-04-03T10:00:00.000Z' })
  })
})

describe('codes', () => {
  it('are made of signs that nobody mistakes, each once', () => {
    expect(codeText('X-', new Uint8Array([0, 31, 32, 255]))).toBe('X-2Z2Z')
    const drawn = ['A', 'B', 'B', 'C']
    expect(freshCodes(2, ['A'], () => drawn.shift() ?? '')).toEqual(['B', 'C'])
  })
})
