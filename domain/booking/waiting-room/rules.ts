import type { EventSettings } from '../../../contract/event-settings.ts'
import type { WaitingRoomRules } from '../../../contract/waiting-room.ts'

/** @returns what the waiting room of an event goes by. It opens with the sale, unless the policy names another moment. */
export const waitingRoomRules = (
  { waitingRoom, saleStartsAt }: Pick<EventSettings, 'waitingRoom' | 'saleStartsAt'>,
  version: number,
): WaitingRoomRules => {
  const opensAt = waitingRoom.opensAt ?? saleStartsAt
  return { ...waitingRoom, opensAt: opensAt === null ? null : Date.parse(opensAt), version }
}
