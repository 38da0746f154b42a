import { type SaleState, saleState } from '../../../../domain/booking/sale-state.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import type { ApiContext } from '../../api/route.ts'
import type { Visit } from './visit.ts'

type Availability = NonNullable<Awaited<ReturnType<ReturnType<typeof eventRoom>['availability']>>>

/** What can be had of an event now. */
export interface Stock {
  state: SaleState | 'draft'
  /** Null where nobody has told the room of its event yet. */
  now: Availability | null
  /** So few are left that people should know the number. */
  few: boolean
}

/** @returns what can be had, as the room of the event says at this moment. */
export const stockOf = async (c: ApiContext, { event, reader }: Visit): Promise<Stock> => {
  const now = await eventRoom(c.env.EVENT_ROOM, event.id).availability()
  const state = event.status === 'DRAFT' ? 'draft' : saleState(event, reader.now)
  const few = now !== null && now.free > 0 && now.free * 100 < now.capacity * event.settings.lowPercent
  return { state, now, few }
}

/** @returns whether somebody may book now; people of the organisation try out their drafts. */
export const isOpen = ({ state }: Stock): boolean => state === 'open'

/** @returns whether there is nothing to have: the waitlist is for this. */
export const isSoldOut = ({ state, now }: Stock): boolean => state === 'open' && now !== null && now.free === 0
