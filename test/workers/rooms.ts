import { env } from 'cloudflare:workers'
import type { Layout } from '../../contract/layout.ts'
import type { Asker, RoomSettings, RoomTicketType } from '../../contract/room.ts'
import { randomId } from '../../platform/crypto.ts'

const HOUR = 3_600_000

/** A row of seats A-1 to A-n, side by side, and as many more rows. */
export const layoutOf = (rows: number, seats: number): Layout => ({
  seats: Array.from({ length: rows * seats }, (_, n) => {
    const row = Math.floor(n / seats)
    const at = n % seats
    const guid = `${String.fromCharCode(65 + row)}-${at + 1}`
    return { guid, category: 'Stalls', row, at, x: at * 20, y: row * 20, accessible: false, companion: false }
  }),
  rows: Array.from({ length: rows }, (_, row) => ({
    label: String.fromCharCode(65 + row),
    zone: 'House',
    rank: row,
    middle: (seats - 1) / 2,
  })),
  areas: [],
  categories: [{ name: 'Stalls', color: '#3366cc' }],
  focus: null,
})

export const ticketType = (change: Partial<RoomTicketType> = {}): RoomTicketType => ({
  id: 'tt_adult',
  name: 'Adult',
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

/** What the catalogue tells a room of an event on sale that starts in a day. */
export const settingsOf = (change: Partial<RoomSettings> = {}): RoomSettings => ({
  organisationId: 'o_1',
  eventId: randomId('e'),
  tourId: null,
  name: 'Concert',
  status: 'ON_SALE',
  startsAt: Date.now() + 24 * HOUR,
  endsAt: Date.now() + 26 * HOUR,
  timeZone: 'Europe/Berlin',
  saleStartsAt: null,
  saleEndsAt: null,
  capacity: null,
  holdSeconds: 600,
  maxPerBuyer: null,
  currency: 'EUR',
  ticketTypes: [ticketType()],
  pools: [],
  allotments: [],
  codes: [],
  waitlist: {
    enabled: true,
    fit: 'STRICT',
    offerSeconds: 3600,
    maxLapses: 2,
    confirmsItself: false,
    closesAt: null,
  },
  lowPercent: 20,
  noSingleSeats: false,
  layoutKey: null,
  ...change,
})

/** @returns the room of an event, which knows what the catalogue would tell it. */
export const roomOf = async (settings: RoomSettings, layout: Layout | null = null) => {
  const { EVENT_ROOM } = env as Env
  const room = EVENT_ROOM.get(EVENT_ROOM.idFromName(settings.eventId))
  const configuration = { version: 1, settings: { ...settings, layoutKey: layout === null ? null : 'plan/1' }, layout }
  const taken = await room.configure(configuration)
  if (!('version' in taken)) throw new Error(`the room refused: ${JSON.stringify(taken)}`)
  return room
}

/** @returns a buyer of their own, or people of the organisation. */
export const buyer = (name: string, change: Partial<Asker> = {}): Asker => ({
  owners: [`g:${name}`],
  links: [],
  organiser: false,
  actor: null,
  cause: {},
  ...change,
})
