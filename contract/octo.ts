import { z } from 'zod'

/** What resellers send by OCTO (https://docs.octo.travel). Names are those of its specification. */

const id = z.string().min(1).max(200)
/** Lower case, as RFC 9562 writes them. */
export const octoUuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'A UUID in lower case')
const text = z.string().max(2000)
const reference = z.string().max(200).nullish()
const day = z.iso.date()

export const octoContact = z.object({
  fullName: text.nullish(),
  firstName: text.nullish(),
  lastName: text.nullish(),
  emailAddress: z.email().max(320).nullish(),
  phoneNumber: z.string().max(40).nullish(),
  locales: z.array(z.string().max(35)).max(20).nullish(),
  postalCode: z.string().max(40).nullish(),
  country: z.string().max(40).nullish(),
  notes: text.nullish(),
})
export type OctoContact = z.output<typeof octoContact>

const quantities = z
  .array(z.object({ id, quantity: z.int().min(0).max(100) }))
  .max(50)
  .optional()

export const octoCalendarQuery = z.object({
  productId: id,
  optionId: id,
  localDateStart: day,
  localDateEnd: day,
  units: quantities,
})

export const octoAvailabilityQuery = z
  .object({
    productId: id,
    optionId: id,
    localDate: day.optional(),
    localDateStart: day.optional(),
    localDateEnd: day.optional(),
    availabilityIds: z.array(id).min(1).max(100).optional(),
    units: quantities,
  })
  .refine(
    ({ localDate, localDateStart, localDateEnd, availabilityIds }) =>
      [localDate, localDateStart ?? localDateEnd, availabilityIds].filter((way) => way !== undefined).length === 1 &&
      (localDateStart === undefined) === (localDateEnd === undefined),
    { message: 'Send one of localDate, localDateStart with localDateEnd, and availabilityIds' },
  )

const unitItem = z.object({
  uuid: octoUuid.optional(),
  unitId: id,
  resellerReference: reference,
  contact: octoContact.nullish(),
})
export type OctoUnitItem = z.output<typeof unitItem>
const unitItems = z
  .array(unitItem)
  .max(100)
  .refine(
    (items) => {
      const named = items.flatMap(({ uuid }) => uuid ?? [])
      return new Set(named).size === named.length
    },
    { message: 'A unit is named twice' },
  )

export const octoReservation = z.object({
  uuid: octoUuid.optional(),
  productId: id,
  optionId: id,
  availabilityId: id,
  unitItems: unitItems.default([]),
  expirationMinutes: z.int().min(0).max(10_000).nullish(),
  notes: text.nullish(),
  resellerReference: reference,
  contact: octoContact.nullish(),
})
export type OctoReservation = z.output<typeof octoReservation>

export const octoExtension = z.object({ expirationMinutes: z.int().min(0).max(10_000).nullish() })

export const octoConfirmation = z.object({
  contact: octoContact,
  resellerReference: reference,
  unitItems: unitItems.optional(),
  emailReceipt: z.boolean().nullish(),
})

export const octoUpdate = octoReservation
  .omit({ uuid: true, unitItems: true })
  .partial()
  .extend({ unitItems: unitItems.optional(), emailReceipt: z.boolean().nullish() })
export type OctoUpdate = z.output<typeof octoUpdate>

export const octoCancellation = z.object({ reason: z.string().max(500).nullish(), force: z.boolean().nullish() })

/** What a reseller said of a booking that its room does not keep. */
export interface OctoSaid {
  productId: string
  optionId: string
  units: OctoUnit[]
  contact: OctoContact
  notes: string | null
}

/** One of the places, by the id the reseller knows it by. */
export interface OctoUnit {
  uuid: string
  unitId: string
  ticketId: string
  resellerReference: string | null
  contact: OctoContact
}
