import { waitingRoomRules } from '../domain/booking/waiting-room/rules.ts'
import type { EventRow } from './db/events.ts'
import { logFailure } from './log.ts'

type Rooms = Env['WAITING_ROOM']

/** @returns the waiting room of an event that is known to exist; naming it makes no object. */
export const waitingRoomOf = (rooms: Rooms, eventId: string) => rooms.get(rooms.idFromName(eventId))

/** Tells the waiting room of an event what its row says. One that does not answer hears it with the next guest. */
export const tellWaitingRoom = async (
  rooms: Rooms,
  { id, settings, version }: Pick<EventRow, 'id' | 'settings' | 'version'>,
): Promise<void> => {
  try {
    await waitingRoomOf(rooms, id).configure(waitingRoomRules(settings, version))
  } catch (error) {
    logFailure(error, { event: id, what: 'its waiting room was not told' })
  }
}
