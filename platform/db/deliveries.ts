import { and, inArray, type SQL, sql } from 'drizzle-orm'
import type { Language } from '../../contract/auth.ts'
import { type AccountMail, renderAccountMail } from '../../domain/notifications/account-mails.ts'
import { randomId } from '../crypto.ts'
import type { Database } from './commit.ts'
import { deliveries } from './schema/deliveries.ts'

/** Why a mail waits, until this deployment has somebody to hand it to. */
const NO_PROVIDER = 'no mail provider is configured'

/** Why a mail is not sent any more. */
const LINK_OVER = 'its link does not work any more'

/** How many hex digits of a token's digest name the mail that carries it: 128 bits, which fit an id. */
const NAMED_BY = 32

/** A mail to one address. Moments are milliseconds since 1970. */
export interface MailOrder {
  mail: AccountMail
  to: string
  language: Language
  /** Null for what the deployment itself sends to an account: no organisation may read it. */
  organisationId: string | null
  userId: string | null
  expiresAt: number | null
  /** SHA-256 (hex) of the token in its link, by which `cancelMails` finds it again; left out where nothing cancels it. */
  tokenHash?: string
}

/** The statement that puts a mail in the queue of its channel. */
export const insertMail = (db: Database, order: MailOrder, now: number) => {
  const { subject, body } = renderAccountMail(order.mail, order.language)
  return db.insert(deliveries).values({
    id: order.tokenHash === undefined ? randomId('d') : `d_${order.tokenHash.slice(0, NAMED_BY)}`,
    notificationId: randomId('n'),
    organisationId: order.organisationId,
    userId: order.userId,
    channel: 'email',
    target: order.to,
    template: order.mail.template,
    language: order.language,
    subject,
    body,
    status: 'queued',
    reason: NO_PROVIDER,
    nextAttemptAt: now,
    expiresAt: order.expiresAt,
    createdAt: now,
    updatedAt: now,
  })
}

/**
 * The statement that sends no mail whose link stops working; what was handed over already stays as it is.
 * @param tokenHashes a query of one column: SHA-256 (hex) of the tokens in those links
 */
export const cancelMails = (db: Database, tokenHashes: SQL, now: number) =>
  db
    .update(deliveries)
    .set({ status: 'cancelled', reason: LINK_OVER, nextAttemptAt: null, updatedAt: now })
    .where(
      and(
        inArray(deliveries.status, ['scheduled', 'queued']),
        sql`${deliveries.id} IN (SELECT 'd_' || substr(hash, 1, ${NAMED_BY}) FROM (${tokenHashes}))`,
      ),
    )
