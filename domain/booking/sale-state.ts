import { type EventContent, saleEnd } from './event-content.ts'

/** Whether and why places of an event can, or cannot, be bought: what its page says before its room is asked. */
export type SaleState = 'cancelled' | 'past' | 'over' | 'paused' | 'soon' | 'unscheduled' | 'open'

/**
 * @param now milliseconds since 1970
 * @returns what the sale of an event is at. The room decides by the same rule (see sale.ts) when somebody buys.
 */
export const saleState = (event: EventContent, now: number): SaleState => {
  const { status, endsAt, settings } = event
  if (status === 'CANCELLED') return 'cancelled'
  if (status === 'COMPLETED' || now >= endsAt) return 'past'
  if (status === 'CLOSED' || now >= saleEnd(event)) return 'over'
  if (status === 'PAUSED') return 'paused'
  if (settings.saleStartsAt !== null && now < Date.parse(settings.saleStartsAt)) return 'soon'
  const begins = status === 'ON_SALE' || (status === 'SCHEDULED' && settings.saleStartsAt !== null)
  return begins ? 'open' : 'unscheduled'
}
