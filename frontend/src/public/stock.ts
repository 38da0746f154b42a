export type SeatState = 'free' | 'held' | 'offered' | 'booked' | 'blocked'

/** What can be had of an event, as far as we were told. */
export interface Stock {
  seq: number
  capacity: number
  free: number
  seats: Record<string, SeatState>
}

/** What the socket of an event says, or the answer of its availability as `snapshot`. */
export type Frame =
  | { type: 'snapshot'; seq: number; capacity: number; free: number; seats?: Record<string, SeatState> }
  | {
      type: 'delta'
      since: number
      seq: number
      free: number
      capacity?: number
      seats?: Record<string, SeatState>
    }
  | { type: 'resync'; seq: number }
  | { type: 'low'; free: number }
  | { type: 'ping' }

/** What follows of a frame: `since` asks for what was missed, `read` for everything. */
export interface Reading {
  stock: Stock
  /** Seats that are something else than before. */
  changed: string[]
  ask: 'nothing' | 'since' | 'read'
}

/** @returns what is known after a frame. What is older than what is known changes nothing; after a gap we ask. */
export const readFrame = (stock: Stock, frame: Frame): Reading => {
  switch (frame.type) {
    case 'snapshot':
      return frame.seq < stock.seq ? same(stock) : whole(stock, frame)
    case 'delta':
      if (frame.seq <= stock.seq) return same(stock)
      return frame.since > stock.seq ? { ...same(stock), ask: 'since' } : further(stock, frame)
    case 'resync':
      return { ...same(stock), ask: 'read' }
    case 'low':
    case 'ping':
      return same(stock)
  }
}

const same = (stock: Stock): Reading => ({ stock, changed: [], ask: 'nothing' })

const whole = (stock: Stock, { seq, capacity, free, seats = {} }: Frame & { type: 'snapshot' }): Reading => ({
  stock: { seq, capacity, free, seats },
  changed: different(stock.seats, seats),
  ask: 'nothing',
})

const further = (
  stock: Stock,
  { seq, free, capacity = stock.capacity, seats = {} }: Frame & { type: 'delta' },
): Reading => ({
  stock: { seq, capacity, free, seats: { ...stock.seats, ...seats } },
  changed: different(stock.seats, seats),
  ask: 'nothing',
})

const different = (before: Record<string, SeatState>, after: Record<string, SeatState>): string[] =>
  Object.keys(after).filter((guid) => before[guid] !== after[guid])
