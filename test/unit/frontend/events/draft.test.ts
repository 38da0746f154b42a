import { describe, expect, it } from 'vitest'
import { eventChange, newEvent } from '../../../../contract/events.ts'
import { newContent } from '../../../../domain/booking/event-draft.ts'
import type { BookableEvent } from '../../../../frontend/src/api/events.ts'
import { complaintsAt, complaintsElsewhere } from '../../../../frontend/src/events/complaints.ts'
import { blankDraft, blankType, type EventDraft, type TypeDraft } from '../../../../frontend/src/events/draft.ts'
import { bodyOf, seatsIn } from '../../../../frontend/src/events/draft-body.ts'
import { draftOf } from '../../../../frontend/src/events/stored-draft.ts'
import { events as words } from '../../../../frontend/src/i18n/en/events.ts'

const blank = (part: Partial<EventDraft> = {}): EventDraft => ({
  ...blankDraft({ now: Date.parse('2027-06-01T12:00:00Z'), timeZone: 'Europe/Paris', ticket: 'Admission' }),
  name: 'Concert',
  ...part,
})
const pointers = (draft: EventDraft) => bodyOf(draft).faults.map(({ pointer, code }) => `${pointer} ${code}`)

describe('the form of an event', () => {
  it('sends what the API takes', () => {
    const { body, faults } = bodyOf(blank({ capacity: '100' }))
    expect(faults).toEqual([])
    expect(body).toMatchObject({
      name: 'Concert',
      startsAt: '2027-06-15T18:00:00.000Z',
      endsAt: '2027-06-15T20:00:00.000Z',
      capacity: 100,
      holdSeconds: 600,
      saleStartsAt: null,
    })
    expect(newEvent.safeParse(body).success).toBe(true)
    expect(eventChange.safeParse({ ...body, version: 3 }).success).toBe(true)
  })

  it('reads amounts, codes, pools and allotments as they are written', () => {
    const draft = blank({
      pools: [{ id: 'pl_1', name: 'Boats', size: '' }],
      allotments: [{ id: 'al_1', name: 'Press', seats: 'A-1, A-2\nA-1', quantity: '', releasesAt: '2027-06-10T12:00' }],
      codes: [
        {
          key: 'c',
          code: 'press ',
          ticketTypes: [],
          allotmentId: 'al_1',
          discount: '12,5 %',
          maxUses: '5',
          startsAt: '',
          endsAt: '',
          tag: null,
        },
      ],
    })
    const [type] = draft.ticketTypes
    if (type === undefined) throw new Error('A new event has a ticket type')
    const { body, faults } = bodyOf({ ...draft, ticketTypes: [{ ...type, price: '1 200,50', maxQuantity: '4' }] })
    expect(faults).toEqual([])
    expect(body.ticketTypes?.[0]).toMatchObject({ price: 120050, restrictions: { maxQuantity: 4, paxCount: 1 } })
    expect(body.pools).toEqual([{ id: 'pl_1', name: 'Boats', size: null }])
    expect(body.allotments?.[0]).toMatchObject({
      seats: ['A-1', 'A-2'],
      quantity: 0,
      releasesAt: '2027-06-10T10:00:00.000Z',
    })
    expect(body.codes?.[0]).toMatchObject({ code: 'PRESS', discount: { percent: 12.5 }, maxUses: 5 })
    expect(newEvent.safeParse(body).success).toBe(true)
  })

  it('says who a ticket type is for, and whom it wants beside it', () => {
    const [adult] = blank().ticketTypes
    if (adult === undefined) throw new Error('A new event has a ticket type')
    const child: TypeDraft = {
      ...blankType('Child'),
      type: 'CHILD',
      minAge: '3',
      maxAge: '12',
      paxCount: '',
      accompaniedBy: [adult.id],
      idRequired: true,
    }
    const { body, faults } = bodyOf(blank({ ticketTypes: [adult, child] }))
    expect(faults).toEqual([])
    expect(body.ticketTypes?.[1]).toMatchObject({
      type: 'CHILD',
      restrictions: { minAge: 3, maxAge: 12, paxCount: 1, accompaniedBy: [adult.id], idRequired: true },
    })
    expect(newEvent.safeParse(body).success).toBe(true)
    expect(pointers(blank({ ticketTypes: [adult, { ...child, maxAge: 'old', paxCount: '0' }] }))).toEqual([
      '/ticketTypes/1/restrictions/maxAge not_a_number',
      '/ticketTypes/1/restrictions/paxCount not_a_number',
    ])
  })

  it('says at which load a waiting room switches itself on', () => {
    const { waitingRoom } = blank()
    const auto = { ...waitingRoom, mode: 'auto' as const, holdsPerSecond: '50', sockets: '900' }
    expect(bodyOf(blank({ waitingRoom: auto })).body.waitingRoom).toMatchObject({
      mode: 'auto',
      holdsPerSecond: 50,
      sockets: 900,
    })
    expect(pointers(blank({ waitingRoom: { ...auto, holdsPerSecond: '0', sockets: 'all' } }))).toEqual([
      '/waitingRoom/holdsPerSecond not_a_number',
      '/waitingRoom/sockets not_a_number',
    ])
  })

  it('tells of each field what it cannot read', () => {
    const [type] = blank().ticketTypes
    if (type === undefined) throw new Error('A new event has a ticket type')
    expect(
      pointers(
        blank({
          name: ' ',
          endsAt: '2027-06-15T19:00',
          capacity: 'many',
          holdMinutes: '0',
          ticketTypes: [{ ...type, name: '', price: 'cheap' }],
        }),
      ),
    ).toEqual([
      '/endsAt before_start',
      '/holdSeconds not_a_number',
      '/name required',
      '/capacity not_a_number',
      '/ticketTypes/0/name required',
      '/ticketTypes/0/price not_an_amount',
    ])
    expect(pointers(blank({ timeZone: 'Paris', startsAt: '' }))).toEqual([
      '/timeZone unknown_time_zone',
      '/startsAt required',
    ])
  })

  it('comes back unchanged from what is stored', () => {
    const { body } = bodyOf(blank({ capacity: '100', saleStartsAt: '2027-06-02T10:00', cutoffMinutes: '30' }))
    let n = 0
    const mint = (prefix: string) => `${prefix}_${++n}`
    const { settings, startsAt, endsAt, ...columns } = newContent(newEvent.parse(body), mint)
    const { waitlist, ...rest } = settings
    const stored: BookableEvent = {
      ...columns,
      ...rest,
      id: 'e_1',
      organizationId: 'o_1',
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
      waitlistPolicy: waitlist,
      waitlist: waitlist.enabled,
      free: null,
      lowestPrice: 0,
      highestPrice: 0,
      closesAt: null,
      createdAt: '2027-06-01T12:00:00.000Z',
      updatedAt: '2027-06-01T12:00:00.000Z',
      version: 1,
      configured: { done: true, reason: null, seats: [] },
    }
    expect(bodyOf(draftOf(stored)).body).toEqual(body)
  })

  it('says what is wrong at its field, and the rest above', () => {
    const errors = [
      { pointer: '/capacity', code: 'over_plan', detail: 'The plan has 3 places' },
      { pointer: '/codes/0/ticketTypes/1', code: 'unheard_of', detail: 'There is no tt_9' },
    ]
    const error = Object.assign(new Error(), { problem: { status: 422, code: 'invalid', title: '', errors } })
    const complaint = complaintsAt(error, [], words.complaints)
    expect(complaint('capacity')).toBe(words.complaints.over_plan)
    expect(complaint('name')).toBeUndefined()
    expect(complaintsElsewhere(error, [], words.complaints)).toEqual([
      { pointer: '/codes/0/ticketTypes/1', text: 'There is no tt_9' },
    ])
  })

  it('reads names of seats as they are pasted', () => {
    expect(seatsIn(' A-1,A-2;\nB-1  A-1 ')).toEqual(['A-1', 'A-2', 'B-1'])
  })
})
