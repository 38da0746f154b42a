import { z } from 'zod'
import { channel } from '../deliveries.ts'
import { instant, opaqueId } from '../ids.ts'
import { type CatalogueEntry, PERSONAL } from './entry.ts'

const notification = { aggregate: 'notification', owner: 'database' } as const
const breaker = { aggregate: 'breaker', owner: 'database' } as const

const told = { notificationId: 'n_6tY4', deliveryId: 'd_1hW8', channel: 'email', template: 'waitlist-place-free' }
const mails = { name: 'email:smtp', failureRate: 0.6, calls: 10 }

const deliveryData = z.object({
  notificationId: opaqueId,
  deliveryId: opaqueId,
  channel,
  template: z.string(),
  recipient: z.string().max(320).meta(PERSONAL).optional(),
})
const breakerData = z.object({
  name: z.string().meta({ description: 'The provider or endpoint behind it' }),
  failureRate: z.number().min(0).max(1),
  calls: z.int().min(0),
})

/** What people are told, and what stands in the way of it. */
export const NOTIFICATIONS = {
  'notification.triggered': {
    ...notification,
    summary: 'Someone should be told something',
    data: z.object({
      notificationId: opaqueId,
      userId: opaqueId.optional(),
      type: z.enum(['EMAIL', 'SMS', 'PUSH']),
      title: z.string().max(200),
      message: z.string().max(10_000),
      recipient: z.string().max(320).meta(PERSONAL).optional(),
    }),
    example: {
      notificationId: 'n_6tY4',
      userId: 'u_4fQ2',
      type: 'EMAIL',
      title: 'A place is free',
      message: 'Confirm it within ten minutes.',
      recipient: 'ada@example.com',
    },
    aliases: ['NotificationTriggered'],
  },
  'notification.delivered': {
    ...notification,
    summary: 'A message arrived, as far as its provider knows',
    data: deliveryData.extend({ attempts: z.int().min(1) }),
    example: { ...told, attempts: 1 },
  },
  'notification.dlq': {
    ...notification,
    summary: 'A message could not be delivered and is a dead letter',
    data: deliveryData.extend({ deadLetterId: z.string(), reason: z.string(), attempts: z.int().min(0) }),
    example: { ...told, deadLetterId: 'd_1hW8', reason: 'mailbox_unknown', attempts: 4 },
  },
  'breaker.opened': {
    ...breaker,
    summary: 'A provider fails too often and is left alone for a while',
    data: breakerData.extend({ until: instant }),
    example: { ...mails, until: '2027-06-01T18:01:00.000Z' },
  },
  'breaker.half_opened': { ...breaker, summary: 'A provider is tried again', data: breakerData, example: mails },
  'breaker.closed': {
    ...breaker,
    summary: 'A provider works again',
    data: breakerData,
    example: { ...mails, failureRate: 0 },
  },
  'webhook_endpoint.disabled': {
    aggregate: 'webhook_endpoint',
    owner: 'database',
    summary: 'A webhook failed for so long that it is called no more',
    data: z.object({ webhookEndpointId: opaqueId, url: z.url(), reason: z.string(), failingSince: instant }),
    example: {
      webhookEndpointId: 'wh_4cN6',
      url: 'https://example.com/hooks',
      reason: 'http_500',
      failingSince: '2027-05-27T18:00:00.000Z',
    },
  },
} as const satisfies Record<string, CatalogueEntry>
