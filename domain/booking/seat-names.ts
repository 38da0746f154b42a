import type { PlanMap } from '../../contract/plan-map.ts'
import { failed, ok, type Result } from '../result.ts'

/** A seat as it is printed on it and on its row. */
export interface PrintedSeat {
  section?: string | null | undefined
  row: string
  number: string
}

/**
 * @returns the guid of the seat that is printed so. `ambiguous` where several sections have one; case and spaces do not
 * count, and a row may be left out where the guid itself is given as the number.
 */
export const seatPrinted = (map: PlanMap, printed: PrintedSeat): Result<string, 'unknown' | 'ambiguous'> => {
  const [row, number, section] = [printed.row, printed.number, printed.section ?? ''].map(plain)
  const named = map.seats.guid.filter((_, index) => {
    const at = map.rows[map.seats.row[index] ?? -1]
    return (
      plain(map.seats.number[index] ?? '') === number &&
      plain(at?.label ?? '') === row &&
      (section === '' || plain(map.sections[at?.section ?? -1] ?? '') === section)
    )
  })
  const [guid] = named
  if (named.length > 1) return failed('ambiguous')
  if (guid !== undefined) return ok(guid)
  const itself = map.seats.guid.find((one) => one === printed.number)
  return row === '' && itself !== undefined ? ok(itself) : failed('unknown')
}

/** @returns what is printed on a seat and its row; nulls for one that the plan does not have. */
export const printedOn = (map: PlanMap | null, guid: string): { seatRow: string | null; seatNumber: string | null } => {
  const index = map?.seats.guid.indexOf(guid) ?? -1
  if (map === null || index < 0) return { seatRow: null, seatNumber: null }
  return {
    seatRow: map.rows[map.seats.row[index] ?? -1]?.label ?? null,
    seatNumber: map.seats.number[index] ?? null,
  }
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase()
