import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Delivery } from '../../../contract/deliveries.ts'

/** One message on one channel to one target. Rows wait here until their channel has a provider. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: text('id').primaryKey(),
    /** Several deliveries, one for each channel, belong to one notification. */
    notificationId: text('notification_id').notNull(),
    /** Null for what the deployment itself sends to an account, which no organisation may read. */
    organisationId: text('organisation_id'),
    userId: text('user_id'),
    channel: text('channel').$type<Delivery['channel']>().notNull(),
    target: text('target').notNull(),
    template: text('template').notNull(),
    language: text('language').notNull(),
    subject: text('subject'),
    /** Plain text, as it will be sent; may hold a link that is a secret. */
    body: text('body').notNull(),
    status: text('status').$type<Delivery['status']>().notNull(),
    /** Why it is in this status, for a person to read. */
    reason: text('reason'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: integer('next_attempt_at'),
    provider: text('provider'),
    providerMessageId: text('provider_message_id'),
    /** After this moment it is not worth sending. */
    expiresAt: integer('expires_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('deliveries_organisation').on(table.organisationId, table.createdAt),
    index('deliveries_due').on(table.status, table.nextAttemptAt),
    index('deliveries_notification').on(table.notificationId),
  ],
)
