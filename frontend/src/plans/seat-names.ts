import type { SeatingPlan } from '../../../contract/seating-plan.ts'

/** How a language says a row, and a seat of a row. */
export interface SeatWords {
  row(label: string): string
  seat(section: string, row: string, number: string): string
}

export interface NamedSeat {
  guid: string
  /** As people say it: section, row and number. */
  name: string
}

/** What the seats of a plan are called, and which ones a text names. */
export interface SeatNames {
  /** In the order of the plan. */
  seats: readonly NamedSeat[]
  /** The guid itself for a seat that the plan does not have. */
  nameOf(guid: string): string
  /** What a ticket is for: a seat, a place of an area, or null for any place. */
  placeOf(item: { seat: string | null; area: string | null }): string | null
  /** The seats that a text names, each once; and what of it names none, or several. */
  read(text: string): { guids: string[]; unknown: string[] }
}

/** Before a plan is known, and where there is none: each seat is called by its guid. */
export const UNNAMED: SeatNames = {
  seats: [],
  nameOf: (guid) => guid,
  placeOf: ({ seat, area }) => seat ?? area,
  read: (text) => ({ guids: [...new Set(text.split(/[\s,;]+/).filter((guid) => guid !== ''))], unknown: [] }),
}

interface PrintedSeat extends NamedSeat {
  section: string
  row: string
  /** With the word for it, where the plan has none of its own. */
  rowName: string
  number: string
}

/** Reads a plan once for all that is asked of it later. */
export function seatNamesOf(plan: SeatingPlan, words: SeatWords): SeatNames {
  const seats = printedSeats(plan, words)
  const names = new Map(seats.map(({ guid, name }) => [guid, name]))
  const areas = areaNames(plan)
  let known: ReadonlyMap<string, string | null> | undefined
  const nameOf = (guid: string) => names.get(guid) ?? guid
  return {
    seats,
    nameOf,
    placeOf: ({ seat, area }) => (seat === null ? area && (areas.get(area) ?? area) : nameOf(seat)),
    read: (text) => {
      known ??= wordings(seats)
      return readSeats(text, known)
    },
  }
}

function printedSeats({ zones }: SeatingPlan, words: SeatWords): PrintedSeat[] {
  const seated = zones.filter(({ rows }) => rows.some(({ seats }) => seats.length > 0))
  const several = new Set(seated.map(sectionOf)).size > 1
  return seated.flatMap((zone) =>
    zone.rows.flatMap(({ row_label, row_number, seats }) => {
      const section = several ? sectionOf(zone) : ''
      const row = row_label || row_number
      const rowName = row_label || row_number === '' ? row : words.row(row_number)
      return seats.map(({ seat_guid: guid, seat_number }) => {
        const number = seat_number || guid
        return { guid, section, row, rowName, number, name: words.seat(section, rowName, number) }
      })
    }),
  )
}

const sectionOf = ({ name, zone_id }: SeatingPlan['zones'][number]): string => name || zone_id || ''

const areaNames = ({ zones }: SeatingPlan): Map<string, string> =>
  new Map(
    zones.flatMap(({ name: zone, areas = [] }) =>
      areas.flatMap(({ area_guid, uuid, name }) => {
        const id = area_guid ?? uuid
        const said = name || zone
        return id === undefined || said === undefined ? [] : [[id, said] as const]
      }),
    ),
  )

/** Case, commas and how many spaces there are do not matter to who types. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[^\s,;·]+/g) ?? []
const plain = (...parts: string[]): string => parts.flatMap(wordsOf).join(' ')

/** Every way to write a seat; null where it may be another one as well. A guid is what it is, whatever is called like it. */
function wordings(seats: readonly PrintedSeat[]): ReadonlyMap<string, string | null> {
  const known = new Map<string, string | null>()
  for (const { guid, name, section, row, rowName, number } of seats) {
    const short = plain(name).replace(plain(section), '').trim()
    const ways = [plain(name), short, plain(section, row, number), plain(section, rowName, number), plain(row, number)]
    for (const way of new Set(ways)) known.set(way, known.has(way) ? null : guid)
  }
  for (const { guid } of seats) known.set(plain(guid), guid)
  return known
}

/** From each word on, the longest run of words that is a seat. */
function readSeats(text: string, known: ReadonlyMap<string, string | null>): { guids: string[]; unknown: string[] } {
  const words = wordsOf(text)
  const guids = new Set<string>()
  const unknown: string[] = []
  let at = 0
  let lost = false
  while (at < words.length) {
    const length = runFrom(words, at, known)
    const guid = length === 0 ? null : (known.get(words.slice(at, at + length).join(' ')) ?? null)
    const said = words.slice(at, at + (length || 1)).join(' ')
    if (guid !== null) guids.add(guid)
    else if (lost && length === 0) unknown.push(`${unknown.pop() ?? ''} ${said}`)
    else unknown.push(said)
    lost = guid === null && length === 0
    at += length || 1
  }
  return { guids: [...guids], unknown }
}

/** More words than a seat has in its name. */
const MOST_WORDS = 24

function runFrom(words: readonly string[], at: number, known: ReadonlyMap<string, string | null>): number {
  for (let length = Math.min(MOST_WORDS, words.length - at); length > 0; length -= 1)
    if (known.has(words.slice(at, at + length).join(' '))) return length
  return 0
}
