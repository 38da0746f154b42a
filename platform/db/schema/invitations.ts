import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Invitation, InvitationStatus } from '../../../contract/invitations.ts'

/** Who was invited, as the room of the event last told: for lists. The room decides what becomes of an answer. */
export const invitations = sqliteTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    eventId: text('event_id').notNull(),
    email: text('email').notNull(),
    status: text('status').$type<InvitationStatus>().notNull(),
    /** People who come by it: 0 where nobody does yet. */
    coming: integer('coming').notNull(),
    expiresAt: integer('expires_at'),
    createdAt: integer('created_at').notNull(),
    /** Of the invitation: what is older than this is not written over it. */
    version: integer('version').notNull(),
    invitation: text('invitation', { mode: 'json' }).$type<Invitation>().notNull(),
  },
  (table) => [
    index('invitations_event').on(table.eventId, table.createdAt, table.id),
    index('invitations_event_status').on(
      table.eventId,
      table.status,
      table.createdAt,
      table.id,
      table.expiresAt,
      table.coming,
    ),
    index('invitations_organisation').on(table.organisationId, table.createdAt, table.id),
    index('invitations_address').on(table.email, table.createdAt, table.id),
  ],
)
