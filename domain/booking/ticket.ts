import type { Refusal } from '../../contract/room.ts'

/**
 * A ticket's id says its booking, so that a scan finds it without an index: `t_<event>_<random of the booking>_<n>`.
 * A ticket that was passed on alone keeps its id in another booking; the room notes those few.
 */
export const ticketId = (bookingId: string, n: number): string => `t${bookingId.slice(1)}_${n}`

/** @returns the booking that a ticket was made in, or null where its id does not say. */
export const bookingIdOf = (ticket: string): string | null => {
  const [, booking] = /^t(_.+)_\d+$/.exec(ticket) ?? []
  return booking === undefined ? null : `b${booking}`
}

/** @returns the number that the next ticket of a booking gets: higher than any it has, had, or passed on. */
export const nextNumber = ({ tickets, issued = 0 }: { tickets: readonly { id: string }[]; issued?: number }): number =>
  1 + tickets.reduce((most, { id }) => Math.max(most, Number(/_(\d+)$/.exec(id)?.[1] ?? 0)), issued)

/** Of one booking, with those that were given up: it is one row of two megabytes at most, which every change writes anew. */
const MOST_TICKETS = 300

/** @returns why a booking gets no more tickets, however many it gives up for them, or null. */
export const whyNoMoreTickets = ({ tickets }: { tickets: readonly unknown[] }, more: number): Refusal | null =>
  tickets.length + more > MOST_TICKETS
    ? { reason: 'limit', detail: `A booking has ${MOST_TICKETS} tickets at most, with those that were given up` }
    : null
