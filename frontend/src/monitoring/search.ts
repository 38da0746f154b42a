import type { DeliveryFilter } from '../api/deliveries.ts'

export const STATUSES = [
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
] as const satisfies readonly NonNullable<DeliveryFilter['status']>[]

export interface DeliverySearch extends DeliveryFilter {
  /** The delivery whose text is open. */
  delivery?: string
}

/** The state of the page as its URL holds it; what makes no sense, and what goes without saying, is left out. */
export function deliverySearch(raw: Record<string, unknown>): DeliverySearch {
  const status = STATUSES.find((known) => known === raw.status)
  const { delivery } = raw
  return {
    ...(raw.scope === 'deployment' && { scope: 'deployment' }),
    ...(status !== undefined && { status }),
    ...(typeof delivery === 'string' && delivery !== '' && { delivery }),
  }
}

const link = /https?:\/\/[^\s<>"]+/

/** The first link in the text of a message. */
export const linkIn = (text: string): string | undefined => link.exec(text)?.[0].replace(/[.,;:!?)]+$/, '')
