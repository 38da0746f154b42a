import { z } from 'zod'

/** What every list takes. `cursor` is the `next` of the page before; it stays valid while rows are inserted. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(500).optional(),
})

/** @returns the schema of one page of `item`: `{ data, next }`, `next` null on the last one. */
export const page = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), next: z.string().nullable() })

export interface Page<T> {
  data: T[]
  next: string | null
}
