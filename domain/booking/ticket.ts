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

/** @returns the number that the next ticket of a booking gets: higher than any it has or had. */
export const nextNumber = (tickets: readonly { id: string }[]): number =>
  1 + tickets.reduce((most, { id }) => Math.max(most, Number(/_(\d+)$/.exec(id)?.[1] ?? 0)), 0)
