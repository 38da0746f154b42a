import { env } from 'cloudflare:workers'
import type { RoomAnswer } from '../../contract/room.ts'
import { eventRoom } from '../../platform/rooms.ts'
import { buyer } from './rooms.ts'
import { bookableOf } from './walk-bookable.ts'

const had = <T>(answer: RoomAnswer<T>): T => {
  if (!answer.ok) throw new Error(`the room refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}

/** Books the place that somebody holds, and lets them in by a check-in list. @returns the id of the list */
export const checkedIn = async (mark: string): Promise<string> => {
  const room = eventRoom((env as Env).EVENT_ROOM, bookableOf(mark))
  const who = buyer(mark)
  const [held] = had(await room.holdsOf(who))
  const contact = { fullName: `Guest ${mark}`, emailAddress: `guest-${mark}@example.com` }
  const { id } = had(await room.book({ holdId: held?.id ?? '', contact }, who, null))
  const { tickets } = had(await room.confirm(id, who))
  const door = { name: `Door ${mark}`, entry: true, exit: false, multipleEntries: false, unpaid: false }
  const wish = { ...door, ticketTypes: null, from: null, until: null }
  const list = had(await room.changeList({ to: 'add', wish }, who, null))
  const scan = {
    listId: list.id,
    ticketId: tickets[0]?.id ?? null,
    nonce: `nonce-${mark}`,
    direction: 'entry' as const,
  }
  had(await room.checkIn([{ ...scan, generation: null, at: null, force: false, device: null }], who))
  await room.flush()
  return list.id
}
