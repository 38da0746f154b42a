import type { Layout } from '../../../../contract/layout.ts'
import type {
  Asker,
  Booking,
  Hold,
  Refusal,
  RoomSettings,
  RoomTicketType,
  WaitlistPolicy,
} from '../../../../contract/room.ts'
import type { Entry, EntryAsk, NewEntry } from '../../../../contract/waitlist.ts'
import { apply } from '../../../../domain/booking/apply.ts'
import { block, unblock } from '../../../../domain/booking/block.ts'
import { book, cancel, confirm } from '../../../../domain/booking/booking.ts'
import type { DraftFact } from '../../../../domain/booking/fact.ts'
import { type Decided, placeHold, releaseHold } from '../../../../domain/booking/hold.ts'
import { type Change, type Moment, openRoom, type Room } from '../../../../domain/booking/room.ts'
import { takeStep } from '../../../../domain/booking/settle.ts'
import { decideEntry, takeOffer } from '../../../../domain/booking/waitlist.ts'
import { join } from '../../../../domain/booking/waitlist-join.ts'
import type { Result } from '../../../../domain/result.ts'

export const START = Date.UTC(2030, 0, 1)
export const HOUR = 3_600_000

export const type = (id: string, change: Partial<RoomTicketType> = {}): RoomTicketType => ({
  id,
  name: id,
  price: 0,
  currency: 'EUR',
  categories: null,
  pools: [],
  hidden: false,
  active: true,
  minQuantity: null,
  maxQuantity: null,
  saleStartsAt: null,
  saleEndsAt: null,
  ...change,
})

type SceneChange = Partial<Omit<RoomSettings, 'waitlist'>> & { waitlist?: Partial<WaitlistPolicy>; layout?: Layout }

const settingsOf = ({ waitlist, layout, ...change }: SceneChange): RoomSettings => ({
  organisationId: 'o',
  eventId: 'e',
  tourId: null,
  name: 'Concert',
  status: 'ON_SALE',
  startsAt: START + 1000 * HOUR,
  endsAt: START + 1002 * HOUR,
  timeZone: 'Europe/Berlin',
  saleStartsAt: null,
  saleEndsAt: null,
  capacity: layout === undefined ? 4 : null,
  holdSeconds: 600,
  maxPerBuyer: null,
  currency: 'EUR',
  ticketTypes: [type('tt_any')],
  pools: [],
  allotments: [],
  codes: [],
  waitlist: {
    enabled: true,
    fit: 'SKIP_IF_NOT_FIT',
    offerSeconds: 3600,
    maxLapses: 2,
    confirmsItself: false,
    closesAt: null,
    ...waitlist,
  },
  lowPercent: 20,
  noSingleSeats: false,
  layoutKey: layout === undefined ? null : 'plan/1',
  ...change,
})

export const who = (name: string, organiser = false): Asker => ({
  owners: [`g:${name}`],
  links: [],
  organiser,
  actor: organiser ? 'u_staff' : null,
  cause: {},
})

/** What a refused rule says. */
export const refusal = (result: Result<unknown, Refusal>): string | null => (result.ok ? null : result.error.reason)
/** What a rule answered. */
export const given = <T>(result: Result<T, Refusal>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** One event with its people, who act by their names; every act is one step of the room. */
export const scene = (change: SceneChange = {}) => {
  let settings = settingsOf(change)
  let room: Room = openRoom(1, settings, change.layout ?? null, START)
  let now = START
  let made = 0
  const facts: DraftFact[] = []
  const bookings = new Map<string, Booking>()
  const entries = new Map<string, Entry>()
  const byName = new Map<string, string>()
  const moment = (): Moment => ({
    now,
    random: 0,
    id: (prefix) => {
      made += 1
      return `${prefix}_e_${made}`
    },
  })
  const keep = (changes: readonly Change[]) => {
    for (const change of changes) {
      if ('fact' in change) facts.push(change.fact)
      else if ('put' in change && change.put === 'booking') bookings.set(change.value.id, change.value)
      else if ('put' in change && change.put === 'entry') entries.set(change.value.id, change.value)
    }
  }
  const step = <T>(decide: (room: Room, moment: Moment) => Result<Decided<T>, Refusal>): Result<T, Refusal> => {
    const at = moment()
    const { result, changes } = takeStep(room, at, (image) => decide(image, at))
    keep(changes)
    return result
  }
  const nothing = () => step(() => ({ ok: true, value: { value: null, changes: [] } }))
  const entryOf = (name: string): Entry => {
    nothing()
    const entry = entries.get(byName.get(name) ?? '')
    if (entry === undefined) throw new Error(`${name} is on no list`)
    return entry
  }
  const bookingOf = (id: string): Booking => {
    const booking = bookings.get(id)
    if (booking === undefined) throw new Error(`there is no booking ${id}`)
    return booking
  }
  const self = {
    get room() {
      return room
    },
    facts,
    step,
    bookingOf,
    /** Bookings whose places are taken. */
    standing: () => [...bookings.values()].filter(({ status }) => status === 'CONFIRMED'),
    /** The clock goes on; nobody is told. */
    wait(ms: number) {
      now += ms
    },
    get now() {
      return now
    },
    join(name: string, quantity = 1, wish: Partial<NewEntry> = {}) {
      const joined = step((image, at) =>
        join(
          image,
          {
            wish: { quantity, email: `${name}@example.com`, accessible: 0, allowPartial: false, ...wish },
            asker: who(name),
          },
          at,
        ),
      )
      if (joined.ok) byName.set(name, joined.value.id)
      return joined
    },
    entry: entryOf,
    status: (name: string) => entryOf(name).status,
    ask: (name: string, ask: EntryAsk, organiser = false) => {
      const entry = entryOf(name)
      return step((image, at) => decideEntry(image, { entry, ask, asker: who(name, organiser) }, at))
    },
    take: (name: string) => {
      const entry = entryOf(name)
      return step((image, at) => takeOffer(image, { entry, asker: who(name), wish: {} }, at))
    },
    hold: (name: string, quantity: number, wish: object = {}, organiser = false): Result<Hold, Refusal> =>
      step((image, at) => placeHold(image, { wish: { quantity, ...wish }, asker: who(name, organiser) }, at)),
    release: (name: string, id: string) => step((image) => releaseHold(image, { id, asker: who(name) })),
    book: (name: string, holdId: string) =>
      step((image, at) => book(image, { wish: { holdId, contact: {} }, asker: who(name) }, at)),
    confirm: (name: string, id: string, wish: { override?: boolean; reason?: string } = {}, organiser = false) =>
      step((image, at) => confirm(image, { booking: bookingOf(id), asker: who(name, organiser), wish }, at)),
    cancel: (name: string, id: string) =>
      step((image, at) => cancel(image, { booking: bookingOf(id), asker: who(name), wish: {} }, at)),
    /** Holds, books and confirms. */
    buy(name: string, quantity: number, wish: object = {}): Booking {
      const hold = given(self.hold(name, quantity, wish))
      return given(self.confirm(name, given(self.book(name, hold.id)).id))
    },
    block: (wish: { seats?: string[]; quantity?: number }) =>
      given(step((image, at) => block(image, { wish, asker: who('staff', true) }, at))),
    unblock: (ids: string[]) => given(step((image) => unblock(image, ids))),
    /** The catalogue says otherwise: the image is made anew of what is kept, as the object does it. */
    configure(next: SceneChange) {
      const { waitlist, layout: _, ...rest } = next
      settings = { ...settings, ...rest, waitlist: { ...settings.waitlist, ...waitlist } }
      const image = openRoom(room.version + 1, settings, change.layout ?? null, now)
      for (const value of room.holds.values()) apply(image, { put: 'hold', value })
      for (const value of bookings.values()) apply(image, { put: 'booking', value, was: null })
      for (const value of room.blocks.values()) apply(image, { put: 'block', value })
      for (const value of room.waitlist.live.values()) apply(image, { put: 'entry', value })
      image.invitations = room.invitations
      image.waitlist.onSale = room.waitlist.onSale
      room = image
      nothing()
    },
    nothing,
    told: (what: string) => facts.filter((fact) => fact.type === what).map(({ subject }) => subject),
  }
  return self
}
