import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Booking, cancelBooking, confirmBooking } from '../api/bookings.ts'
import { book, extendHold, type Hold, type NewBooking, placeHold, releaseHold } from '../api/holds.ts'
import { type DeskWish, spread } from './draft.ts'

/** Places that are kept for who stands at the desk. */
export interface Kept {
  hold: Hold
  /** When it ends, by the clock of this device. */
  endsAt: number
  /** What became of it, where it is booked and not confirmed yet. */
  booking: Booking | null
}

/** The clock of the server is not ours: how long it lasts is what counts. */
const endOf = ({ placedAt, expiresAt }: Hold, heardAt: number): number =>
  heardAt + Date.parse(expiresAt) - Date.parse(placedAt)

/** Best seats that are of several ticket types: they are chosen first, then each gets its own, in one step. */
async function hold(eventId: string, { first, units }: DeskWish): Promise<Hold> {
  const held = await placeHold(eventId, first)
  if (units.length === 0) return held
  const { bestAvailable: _, ticketTypeId: _type, accessible: _accessible, together: _together, ...rest } = first
  const typed = { ...rest, seats: held.seats, ticketTypes: spread(held.seats, units), replaces: held.id }
  return placeHold(eventId, typed).catch((error) => {
    void releaseHold(held)
    throw error
  })
}

const giveBack = ({ hold: held, booking }: Kept): Promise<unknown> =>
  booking === null ? releaseHold(held) : cancelBooking(booking.id, {})

/** A sale at the desk: hold, then book and confirm. Who leaves the page gives back what is held. */
export function useSale(eventId: string) {
  const queries = useQueryClient()
  const [kept, setKept] = useState<Kept | null>(null)
  const [sold, setSold] = useState<Booking | null>(null)
  const page = useRef({ left: false, hold: null as Hold | null })
  const keep = (next: Kept | null) => {
    page.current.hold = next?.hold ?? null
    setKept(next)
  }
  useEffect(() => {
    const { current } = page
    current.left = false
    const leave = () => {
      // What cannot be given back ends by itself.
      if (current.hold !== null) void releaseHold(current.hold).catch(() => undefined)
      current.hold = null
      setKept(null)
    }
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      current.left = true
      leave()
    }
  }, [])
  const choose = useMutation({
    mutationFn: (wish: DeskWish) => hold(eventId, wish),
    onSuccess: (held) => {
      if (page.current.left) return void releaseHold(held)
      setSold(null)
      keep({ hold: held, endsAt: endOf(held, Date.now()), booking: null })
    },
  })
  const extend = useMutation({
    mutationFn: (now: Kept) => extendHold(now.hold),
    onSuccess: (held, { hold: before, endsAt }) => {
      const later = Date.parse(held.expiresAt) - Date.parse(before.expiresAt)
      setKept((now) => (now?.hold.id === held.id ? { ...now, hold: held, endsAt: endsAt + later } : now))
    },
  })
  const release = useMutation({
    mutationFn: (now: Kept) => giveBack(now),
    onSettled: () => keep(null),
  })
  const sell = useMutation({
    mutationFn: async (wish: { now: Kept; contact: NewBooking['contact']; paid: string }) => {
      const { hold: held, booking: made } = wish.now
      // What is being sold is given back by nobody who leaves: its confirmation may have arrived.
      page.current.hold = null
      const booking = made ?? (await book({ eventId, holdId: held.id, contact: wish.contact }))
      setKept({ ...wish.now, booking })
      return confirmBooking(booking.id, wish.paid)
    },
    onError: (_, { now }) => {
      if (now.booking === null) page.current.hold = now.hold
    },
    onSuccess: async (booking) => {
      keep(null)
      setSold(booking)
      await queries.invalidateQueries({ queryKey: ['bookings', eventId] })
    },
  })
  return { kept, sold, choose, extend, release, sell, next: () => setSold(null) }
}
