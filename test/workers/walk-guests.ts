import { env } from 'cloudflare:workers'
import { eventRoom } from '../../platform/rooms.ts'
import { buyer } from './rooms.ts'
import { bookableOf } from './walk-bookable.ts'

/** Invites somebody to the event, whose room knows of it. @returns the id of their invitation */
export const invitedGuest = async (mark: string): Promise<string> => {
  const room = eventRoom((env as Env).EVENT_ROOM, bookableOf(mark))
  const invitee = { email: `guest-${mark}@example.com`, name: `Guest ${mark}`, language: 'en', plusOnes: 1 } as const
  const nothing = { seat: null, ticketTypeId: null, prospectId: null, source: { pointer: '/to/0', line: null } }
  const wish = { invitees: [{ ...invitee, ...nothing }], message: `Message ${mark}`, expiresAt: null }
  const organiser = buyer(mark, { organiser: true })
  const invited = await room.invite({ ...wish, reminders: true, strict: true }, organiser, null)
  await room.flush()
  const [one] = invited.ok ? invited.value.invitations : []
  if (one === undefined) throw new Error(`the room refused: ${JSON.stringify(invited)}`)
  return one.invitation.id
}
