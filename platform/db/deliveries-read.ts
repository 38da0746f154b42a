import { and, desc, eq, isNull, lt, or } from 'drizzle-orm'
import { language } from '../../contract/auth.ts'
import type { Delivery } from '../../contract/deliveries.ts'
import type { Database } from './commit.ts'
import { instantOf } from './instant.ts'
import { deliveries } from './schema/deliveries.ts'

export type DeliveryRow = typeof deliveries.$inferSelect

/** @returns the delivery as the API shows one, without its text. */
export const asDelivery = (row: DeliveryRow): Delivery => ({
  id: row.id,
  notificationId: row.notificationId,
  channel: row.channel,
  target: row.target,
  template: row.template,
  language: language.catch('en').parse(row.language),
  subject: row.subject,
  status: row.status,
  reason: row.reason,
  attempts: row.attempts,
  nextAttemptAt: instantOf(row.nextAttemptAt),
  expiresAt: instantOf(row.expiresAt),
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
})

interface Wish {
  /** Null for what the deployment itself sends to accounts. */
  organisationId: string | null
  status: Delivery['status'] | undefined
  after: [createdAt: number, id: string] | null
  limit: number
}

/** @returns up to `limit` deliveries after a place, the newest in front. */
export const deliveriesAfter = (
  db: Database,
  { organisationId, status, after, limit }: Wish,
): Promise<DeliveryRow[]> => {
  const { createdAt, id } = deliveries
  return db
    .select()
    .from(deliveries)
    .where(
      and(
        organisationId === null ? isNull(deliveries.organisationId) : eq(deliveries.organisationId, organisationId),
        status === undefined ? undefined : eq(deliveries.status, status),
        after === null ? undefined : or(lt(createdAt, after[0]), and(eq(createdAt, after[0]), lt(id, after[1]))),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit)
    .all()
}

/** @returns the delivery, whoever sent it, or null. */
export const deliveryById = async (db: Database, id: string): Promise<DeliveryRow | null> =>
  (await db.select().from(deliveries).where(eq(deliveries.id, id)).get()) ?? null
