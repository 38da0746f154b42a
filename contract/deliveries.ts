import { z } from 'zod'
import { language } from './auth.ts'
import { instant, opaqueId } from './ids.ts'
import { pageQuery } from './page.ts'

export const channel = z.enum(['email', 'sms', 'push', 'chat', 'webhook'])

/** `accepted` means that the provider took it; whether it arrived is another matter. */
export const deliveryStatus = z.enum([
  'scheduled',
  'queued',
  'sending',
  'accepted',
  'delivered',
  'bounced',
  'failed',
  'suppressed',
  'skipped',
  'cancelled',
  'dead',
])

/** One message on one channel to one target. */
export const delivery = z
  .object({
    id: opaqueId,
    notificationId: opaqueId,
    channel,
    target: z.string(),
    template: z.string(),
    language,
    subject: z.string().nullable(),
    status: deliveryStatus,
    reason: z.string().nullable(),
    attempts: z.int(),
    nextAttemptAt: instant.nullable(),
    expiresAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Delivery' })
export type Delivery = z.infer<typeof delivery>

/** With its text, which may hold a link that only its addressee should follow. */
export const deliveryWithBody = delivery.extend({ body: z.string() }).meta({ id: 'DeliveryWithBody' })

export const deliveryQuery = pageQuery.extend({
  scope: z
    .enum(['organization', 'deployment'])
    .default('organization')
    .meta({ description: 'What the organisation sends, or (for an ADMIN) what the deployment sends to accounts' }),
  status: deliveryStatus.optional(),
})
