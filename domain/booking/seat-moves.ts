/** A ticket that may go to other seats, and one that it goes to. */
export interface SeatMove {
  ticketId: string
  seat: string
  /** Where the seat is sold with another ticket at the same price. */
  ticketTypeId?: string
}

/** A ticket with the seat that it has. */
export interface Seated {
  id: string
  seat: string
  ticketTypeId: string
}

/**
 * Gives tickets the seats that were chosen for them: who keeps a seat that was chosen stays, the others are matched so that
 * each ticket has a seat that it is good for, in their order where there is a choice.
 * @param chosen one seat for each ticket
 * @param typeFor the type that a ticket would have on a seat, or null where it cannot go there
 * @returns the tickets that move; null where the tickets are not good for these seats
 */
export const seatMoves = (
  tickets: readonly Seated[],
  chosen: readonly string[],
  typeFor: (ticket: Seated, seat: string) => string | null,
): SeatMove[] | null => {
  const own = new Set(tickets.map(({ seat }) => seat))
  const moving = tickets.filter(({ seat }) => !chosen.includes(seat))
  const seats = chosen.filter((seat) => !own.has(seat))
  if (seats.length !== moving.length) return null
  const sitters = matched(moving, seats, typeFor)
  if (sitters === null) return null
  return moving.flatMap((ticket) => {
    const seat = seats.find((one) => sitters.get(one) === ticket)
    if (seat === undefined) return []
    const type = typeFor(ticket, seat)
    return [
      { ticketId: ticket.id, seat, ...(type === null || type === ticket.ticketTypeId ? {} : { ticketTypeId: type }) },
    ]
  })
}

// Kuhn's algorithm: who finds a free seat takes it; who finds none asks those who have theirs to take another one.
const matched = (
  moving: readonly Seated[],
  seats: readonly string[],
  typeFor: (ticket: Seated, seat: string) => string | null,
): Map<string, Seated> | null => {
  const sitters = new Map<string, Seated>()
  const sits = (ticket: Seated, asked: Set<string>): boolean => {
    const good = seats.filter((seat) => !asked.has(seat) && typeFor(ticket, seat) !== null)
    const free = good.find((seat) => !sitters.has(seat))
    const taken = free ?? good.find((seat) => leaves(seat, asked))
    if (taken !== undefined) sitters.set(taken, ticket)
    return taken !== undefined
  }
  const leaves = (seat: string, asked: Set<string>): boolean => {
    const sitter = sitters.get(seat)
    if (asked.has(seat) || sitter === undefined) return false
    asked.add(seat)
    return sits(sitter, asked)
  }
  return moving.every((ticket) => sits(ticket, new Set())) ? sitters : null
}
