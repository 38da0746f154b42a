import type { ZodType } from 'zod'
import type { Page } from '../../../contract/page.ts'

/**
 * Makes a page of rows that were asked for with one more than `limit`, which tells whether there is a next page.
 * @param place of a row in the order of the list; the cursor is made of the last one's, so new rows do not move it
 */
export const asPage = <Row, Item>(
  rows: Row[],
  { limit, place, item }: { limit: number; place: (row: Row) => readonly unknown[]; item: (row: Row) => Item },
): Page<Item> => {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { data: kept.map(item), next: rows.length > limit && last !== undefined ? writeCursor(place(last)) : null }
}

/** @returns what the cursor holds when it has the shape of this list's cursors, null when it has not. */
export const readCursor = <T>(cursor: string, shape: ZodType<T>): T | null => {
  try {
    const read = shape.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** @returns the cursor that stands for a place in a list. */
export const writeCursor = (place: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')
