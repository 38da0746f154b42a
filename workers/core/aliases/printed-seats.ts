import type { EarlierSeat } from '../../../contract/earlier-events.ts'
import type { PlanMap } from '../../../contract/plan-map.ts'
import { seatPrinted } from '../../../domain/booking/seat-names.ts'
import type { ApiContext } from '../api/route.ts'
import { problem } from '../problem.ts'

type Named = { guid: string | null } | { refused: ReturnType<typeof problem> }

/** @returns the seat that a row and a number name; null where none is named, or the answer that says why there is none. */
export const guidOf = (c: ApiContext, map: PlanMap | null, { seatRow, seatNumber, section }: EarlierSeat): Named => {
  if ((seatRow ?? '') === '' && (seatNumber ?? '') === '') return { guid: null }
  const detail = `${seatRow ?? ''} ${seatNumber ?? ''}`.trim()
  if (map === null) return { refused: unknown(c, `The event has no seats with numbers: ${detail}`) }
  const found = seatPrinted(map, { row: seatRow ?? '', number: seatNumber ?? '', section })
  if (found.ok) return { guid: found.value }
  const why =
    found.error === 'ambiguous' ? 'Several sections have this seat: name the section too' : 'There is no such seat'
  return { refused: unknown(c, `${why}: ${detail}`) }
}

const unknown = (c: ApiContext, detail: string) =>
  problem(c, 'invalid_places', { detail, errors: [{ pointer: '/seatNumber', code: 'invalid_places', detail }] })
