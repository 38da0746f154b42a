/** A sentence for one and for several, with `{n}` where the number goes. */
interface Counted {
  one: string
  other: string
}

/** What the page of an event tells its script, so that the number of places left stays true. */
export interface EventPageData {
  page: 'event'
  eventId: string
  seq: number
  language: string
  capacity: number
  free: number
  lowPercent: number
  words: { few: Counted; some: Counted; gone: string; again: string }
}

/** What the page where one chooses seats tells the picker; the words are those of its reader's language. */
export interface PickerData {
  page: 'seats'
  eventId: string
  language: string
  seq: number
  /** Where the map is. */
  plan: string
  currency: string
  maxPerBuyer: number | null
  ticketTypes: { id: string; name: string; price: number; categories: string[] | null }[]
  /** A hold of the reader's own that the chosen seats take the place of, and its seats. */
  replaces: string | null
  own: string[]
  /** Seats that are chosen to begin with, by guid. */
  chosen: string[]
  /** The code that is in use, and the seats that are kept for it. */
  code: string | null
  opened: string[]
  words: PickerWords
}

/** What the page of a hold tells its script. */
export interface HoldPageData {
  page: 'hold'
  eventId: string
  holdId: string
  /** By the clock of the server, in milliseconds since 1970; and how much longer that was when the page was made. */
  endsAt: number
  lastsMs: number
  language: string
  words: { left: string; soon: Counted; extended: string; noMore: string; ended: string; extend: string }
}

/** Sentences of the picker. `{name}` stands for what is put in. */
export interface PickerWords {
  map: string
  mapHelp: string
  list: string
  listHelp: string
  section: string
  row: string
  rowName: string
  zoomIn: string
  zoomOut: string
  whole: string
  left: string
  right: string
  up: string
  down: string
  closer: string
  legend: string
  chosen: string
  taken: string
  own: string
  kept: string
  accessible: string
  companion: string
  freeShort: Counted
  noneFree: string
  place: string
  selection: string
  none: string
  remove: string
  ticket: string
  total: string
  gratis: string
  hold: string
  holding: string
  stranded: string
  tooMany: Counted
  added: string
  removed: string
  gone: string
  isTaken: string
  noTicket: string
  live: string
  polling: string
  offline: string
  failed: string
  refusal: Record<string, { title: string; remedy: string }>
  queue: string
}
