import { z } from 'zod'
import { discount, minorUnits, ticketType } from './event-settings.ts'
import { opaqueId } from './ids.ts'

/** As somebody types it; case and spaces around it do not count. */
export const typedCode = z.string().trim().min(1).max(100)

export const codeQuery = z.object({
  replaces: opaqueId.optional().meta({ description: 'A hold of your own: what it used of the code is free again' }),
})

/** What a code is good for now. */
export const openedCode = z
  .object({
    code: z.string(),
    discount: discount.nullable(),
    ticketTypes: z.array(
      ticketType.extend({
        price: minorUnits.meta({ description: 'With what the code takes off' }),
        fullPrice: minorUnits.meta({ description: 'Without it' }),
        free: z.int(),
      }),
    ),
    free: z.int().meta({ description: 'Places that can be had with it, in all' }),
    seats: z.array(z.string()).meta({ description: 'Free seats that are kept for it, by guid of the plan' }),
    quantity: z.int().meta({ description: 'Free places without names that are kept for it' }),
  })
  .meta({ id: 'OpenedCode' })
export type OpenedCode = z.output<typeof openedCode>
