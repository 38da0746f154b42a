import { z } from 'zod'
import { opaqueId } from '../ids.ts'
import type { CatalogueEntry } from './entry.ts'

const payment = { aggregate: 'payment', owner: 'database' } as const
const refund = { aggregate: 'refund', owner: 'database' } as const

const paid = {
  paymentId: 'pay_3kT8',
  paymentIntentId: 'pi_3OaBcD',
  bookingId: 'b_e_5hQ1_x7',
  amount: 9000,
  currency: 'EUR',
}
const back = { refundId: 're_6vR2', paymentId: 'pay_3kT8', bookingId: 'b_e_5hQ1_x7', amount: 9000, currency: 'EUR' }

const money = {
  amount: z.int().min(0).meta({ description: 'In minor units of the currency' }),
  currency: z.string().length(3).meta({ description: 'ISO 4217', example: 'EUR' }),
}
const reason = z.string().meta({ description: "The provider's word for it" })
const paymentData = z.object({
  paymentId: opaqueId,
  paymentIntentId: z.string().nullable(),
  bookingId: opaqueId,
  ...money,
})
const refundData = z.object({ refundId: opaqueId, paymentId: opaqueId, bookingId: opaqueId, ...money })

/** Money that moved, or should have. */
export const PAYMENTS = {
  'payment.succeeded': { ...payment, summary: 'A booking was paid', data: paymentData, example: paid },
  'payment.failed': {
    ...payment,
    summary: 'A payment was refused',
    data: paymentData.extend({ reason }),
    example: { ...paid, reason: 'card_declined' },
  },
  'payment.unresolved': {
    ...payment,
    summary: 'Money moved, and no booking stands for it: someone has to look',
    data: paymentData.extend({ reason }),
    example: { ...paid, reason: 'places_gone' },
  },
  'refund.succeeded': { ...refund, summary: 'Money went back', data: refundData, example: back },
  'refund.failed': {
    ...refund,
    summary: 'Money could not be sent back',
    data: refundData.extend({ reason }),
    example: { ...back, reason: 'expired_or_canceled_card' },
  },
} as const satisfies Record<string, CatalogueEntry>
