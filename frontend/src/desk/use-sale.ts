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
  const latest = useRef<Kept | null>(null)
  const keep = (next: Kept | null) => {
    latest.current = next
    setKept(next)
  }
  useEffect(() => {
    const leave = () => {
      if (latest.current !== null) void giveBack(latest.current).catch(() => undefined)
      latest.current = null
      setKept(null)
    }
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
  const choose = useMutation({
    mutationFn: (wish: DeskWish) => hold(eventId, wish),
    onSuccess: (held) => {
      setSold(null)
      keep({ hold: held, endsAt: endOf(held, Date.now()), booking: null })
    },
  })
  const extend = useMutation({
    mutationFn: (now: Kept) => extendHold(now.hold),
    onSuccess: (held) => {
      const before = latest.current
      if (before === null) return
      const later = Date.parse(held.expiresAt) - Date.parse(before.hold.expiresAt)
      keep({ ...before, hold: held, endsAt: before.endsAt + later })
    },
  })
  const release = useMutation({
    mutationFn: (now: Kept) => giveBack(now),
    onSettled: () => keep(null),
  })
  const sell = useMutation({
    mutationFn: async (wish: { now: Kept; contact: NewBooking['contact']; paid: string }) => {
      const { hold: held } = wish.now
      const booking = wish.now.booking ?? (await book({ eventId, holdId: held.id, contact: wish.contact }))
      keep({ ...wish.now, booking })
      return confirmBooking(booking.id, wish.paid)
    },
    onSuccess: async (booking) => {
      keep(null)
      setSold(booking)
      await queries.invalidateQueries({ queryKey: ['bookings', eventId] })
    },
  })
  return { kept, sold, choose, extend, release, sell, next: () => setSold(null) }
}
