import { z } from 'zod'
import { moment } from './event-settings.ts'
import { instant, opaqueId } from './ids.ts'
import { page, pageQuery } from './page.ts'

const name = z.string().trim().min(1).max(200)

/** Who is let in where: one list for the door, another for the lounge. */
const listed = {
  name,
  ticketTypes: z.array(opaqueId).min(1).max(100).nullable().meta({ description: 'Null for all of the event' }),
  entry: z.boolean().meta({ description: 'Whether it is scanned on the way in' }),
  exit: z.boolean().meta({ description: 'Whether it is scanned on the way out; who went out may come in again' }),
  multipleEntries: z.boolean().meta({ description: 'A ticket is good for any number of entries' }),
  unpaid: z.boolean().meta({ description: 'Bookings that are not confirmed yet are let in, too' }),
  from: moment.nullable().meta({ description: 'Nobody is let in before' }),
  until: moment.nullable().meta({ description: 'Nobody is let in any more from then on' }),
}

export const newCheckinList = z
  .object({
    ...listed,
    ticketTypes: listed.ticketTypes.default(null),
    entry: listed.entry.default(true),
    exit: listed.exit.default(false),
    multipleEntries: listed.multipleEntries.default(false),
    unpaid: listed.unpaid.default(false),
    from: listed.from.default(null),
    until: listed.until.default(null),
  })
  .meta({ id: 'NewCheckinList' })
export type NewCheckinList = z.infer<typeof newCheckinList>

export const checkinListChange = z
  .object({ ...listed, version: z.int().min(1) })
  .partial()
  .meta({ id: 'CheckinListChange' })
export type CheckinListChange = z.infer<typeof checkinListChange>

export const checkinList = z
  .object({ id: opaqueId, eventId: opaqueId, ...listed, version: z.int(), createdAt: instant })
  .meta({ id: 'CheckinList' })
export type CheckinListView = z.infer<typeof checkinList>

/** What a scan comes to. As in pretix, the reason is part of the answer: the one at the door has to say something. */
export const scanResult = z
  .enum([
    'VALID',
    'EXIT',
    'USED',
    'WRONG_LIST',
    'NOT_ALLOWED',
    'CANCELLED',
    'REVOKED',
    'UNPAID',
    'NOT_YET',
    'OVER',
    'UNKNOWN',
    'NONCE_REUSED',
  ])
  .meta({
    description:
      'VALID: let in. EXIT: went out. USED: is in already. WRONG_LIST: another type of ticket. NOT_ALLOWED: this list is ' +
      'not scanned in this direction. REVOKED: the ticket was passed on, and this is its earlier secret. NONCE_REUSED: ' +
      'another scan had this nonce',
  })
export type ScanResult = z.infer<typeof scanResult>

export const newScan = z
  .object({
    listId: opaqueId,
    secret: z.string().min(1).max(500).optional().meta({ description: 'What the code says' }),
    ticketId: opaqueId.optional().meta({ description: 'Of a ticket that was found by name' }),
    nonce: z
      .string()
      .min(8)
      .max(100)
      .regex(/^[\w.:-]+$/)
      .meta({ description: 'New for each scan, made by the device: the same scan sent again counts once' }),
    at: moment.optional().meta({ description: 'When it was scanned; now, where it is not said or lies in the future' }),
    direction: z.enum(['entry', 'exit']).default('entry'),
    force: z
      .boolean()
      .default(false)
      .meta({ description: 'Let in whatever speaks against it, except that nobody knows the ticket' }),
    device: z.string().trim().max(100).optional(),
  })
  .refine(({ secret, ticketId }) => (secret === undefined) !== (ticketId === undefined), {
    message: 'Send one of secret and ticketId',
    path: ['secret'],
  })
  .meta({ id: 'NewScan' })
export type NewScan = z.infer<typeof newScan>

/** One scan, or what a device gathered while it had no network. */
export const newScans = z
  .union([newScan, z.object({ scans: z.array(newScan).min(1).max(500) }).meta({ id: 'NewScans' })])
  .meta({ description: 'Scans of a batch count in the order of their times, whenever they come' })

export const scan = z
  .object({
    nonce: z.string(),
    listId: opaqueId,
    listName: z.string().nullable(),
    result: scanResult,
    direction: z.enum(['entry', 'exit']),
    at: instant,
    forced: z.boolean(),
    usedAt: instant.nullable().meta({ description: 'When the ticket was let in before, where that is why it is not' }),
    repeated: z.boolean().meta({ description: 'It was known already' }),
    ticket: z
      .object({
        id: opaqueId,
        bookingId: opaqueId,
        ticketTypeId: opaqueId,
        seat: z.string().nullable(),
        area: z.string().nullable(),
        fullName: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Scan' })
export type ScanView = z.infer<typeof scan>

export const scans = z.union([scan, z.object({ results: z.array(scan) }).meta({ id: 'ScanResults' })])

export const scanQuery = pageQuery.extend({ listId: opaqueId.optional(), result: scanResult.optional() })

export const scanPage = page(
  z
    .object({
      nonce: z.string(),
      listId: opaqueId,
      ticketId: opaqueId.nullable(),
      result: scanResult,
      direction: z.enum(['entry', 'exit']),
      at: instant,
      receivedAt: instant,
      forced: z.boolean(),
      device: z.string().nullable(),
      actor: z.string().nullable(),
    })
    .meta({ id: 'RecordedScan' }),
)

export const checkinNumbers = z
  .object({
    expected: z.int().meta({ description: 'Tickets that may come' }),
    entered: z.int().meta({ description: 'Tickets that came' }),
    present: z.int().meta({ description: 'Of these, who is in now' }),
    ticketTypes: z.array(z.object({ id: opaqueId, expected: z.int(), entered: z.int() })),
  })
  .meta({ id: 'CheckinNumbers' })
export type CheckinNumbers = z.infer<typeof checkinNumbers>

export const listedTicketsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100).meta({ description: 'Bookings of a page' }),
  cursor: z.string().max(500).optional(),
  query: z.string().trim().min(2).max(100).optional().meta({ description: 'Part of a name or address' }),
})

/** Enough for a device to decide without a network; the secret as a digest, so that nobody makes tickets of it. */
export const listedTicket = z
  .object({
    id: opaqueId,
    bookingId: opaqueId,
    ticketTypeId: opaqueId,
    seat: z.string().nullable(),
    area: z.string().nullable(),
    status: z.enum(['HELD', 'VALID', 'USED', 'CANCELLED']),
    fullName: z.string().nullable(),
    emailAddress: z.string().nullable(),
    entries: z.int(),
    present: z.boolean(),
    firstEntryAt: instant.nullable(),
    secretSha256: z.string().nullable().meta({ description: 'Of the code, in hex; null where it is not good' }),
  })
  .meta({ id: 'ListedTicket' })
export const listedTickets = page(listedTicket)
