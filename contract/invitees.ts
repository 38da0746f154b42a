import { z } from 'zod'
import { moment } from './event-settings.ts'
import type { Invitation } from './invitations.ts'
import { LIMITS } from './limits.ts'
import type { Refusal } from './room.ts'

/** Who is to be invited, as it was read from a list, pasted text or a table; checked as far as that can be without the room. */
export interface Invitee {
  email: string
  name: string | null
  seat: string | null
  ticketTypeId: string | null
  plusOnes: number
  language: 'en' | 'fr'
  prospectId: string | null
  /** Where it was read. */
  source: Source
}

/** Where something stood in a request: a JSON pointer, and the line of a text, from 1. */
export interface Source {
  pointer: string
  line: number | null
}

/** Why somebody was not invited. `email` is what stood there. */
export interface InviteeFault {
  source: Source
  email: string | null
  code: InviteeFaultCode
  detail: string
}
export type InviteeFaultCode =
  | 'email'
  | 'name'
  | 'number'
  | 'language'
  | 'prospect'
  | 'unreadable'
  | Extract<Refusal['reason'], 'unavailable' | 'capacity' | 'quota' | 'invalid_places'>

/** What a room is asked to invite. */
export interface InvitationOrder {
  invitees: Invitee[]
  message: string | null
  expiresAt: number | null
  reminders: boolean
  /** All or none. */
  strict: boolean
}

/** What became of it: in the order of the list. `made`: false for who was invited before. */
export interface Invited {
  invitations: { source: Source; invitation: Invitation; made: boolean }[]
  faults: InviteeFault[]
}

const message = z.string().trim().max(2000)
const text = z.string().max(1000)

const invitee = z
  .object({
    email: text,
    name: text.optional(),
    seat: text.optional().meta({ description: 'Guid of the plan; kept for them until they answer' }),
    ticketTypeId: text.optional(),
    plusOnes: z
      .number()
      .optional()
      .meta({ description: `How many they may bring: 0 to ${LIMITS.plusOnes}` }),
    language: text.optional().meta({ description: '`en` or `fr`' }),
    prospectId: text.optional(),
  })
  .meta({ id: 'Invitee', description: 'What is wrong with one is told of that one; the others are invited' })
export type InviteeWish = z.infer<typeof invitee>

export const newInvitations = z
  .object({
    to: z.array(invitee).max(LIMITS.invitees).optional(),
    text: z.string().max(400_000).optional().meta({
      description: 'Addresses as they are pasted: `Ada <ada@example.com>`, separated by lines, commas or semicolons',
    }),
    csv: z.string().max(800_000).optional().meta({
      description:
        'A table with a header; columns are found by name in English or French: email, name, seat, ticket type, plus ones, language, prospect',
    }),
    message: message.optional(),
    expiresAt: moment.optional().meta({ description: 'Until when they can answer; else until the event begins' }),
    reminders: z.boolean().default(true).meta({ description: 'Whether they may be reminded' }),
    strict: z.boolean().default(false).meta({ description: 'All of them, or none where one is wrong' }),
  })
  .refine(({ to, text: pasted, csv }) => [to, pasted, csv].filter((way) => way !== undefined).length === 1, {
    message: 'Send one of to, text and csv',
    path: ['to'],
  })
  .meta({ id: 'NewInvitations' })

export const inviteeFault = z
  .object({
    pointer: z.string(),
    line: z.int().nullable().meta({ description: 'Of the text or table, from 1' }),
    email: z.string().nullable(),
    code: z.string(),
    detail: z.string(),
  })
  .meta({ id: 'InviteeFault' })
