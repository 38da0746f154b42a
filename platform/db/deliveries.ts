import type { Language } from '../../contract/auth.ts'
import { type AccountMail, renderAccountMail } from '../../domain/notifications/account-mails.ts'
import { randomId } from '../crypto.ts'
import type { Database } from './commit.ts'
import { deliveries } from './schema/deliveries.ts'

/** Why a mail waits, until this deployment has somebody to hand it to. */
const NO_PROVIDER = 'no mail provider is configured'

/** A mail to one address. Moments are milliseconds since 1970. */
export interface MailOrder {
  mail: AccountMail
  to: string
  language: Language
  /** Null for what the deployment itself sends to an account: no organisation may read it. */
  organisationId: string | null
  userId: string | null
  expiresAt: number | null
}

/** The statement that puts a mail in the queue of its channel. */
export const insertMail = (db: Database, order: MailOrder, now: number) => {
  const { subject, body } = renderAccountMail(order.mail, order.language)
  return db.insert(deliveries).values({
    id: randomId('d'),
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
