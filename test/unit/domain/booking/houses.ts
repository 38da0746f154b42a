import type { PlanSeat, SeatingPlan } from '../../../../contract/seating-plan.ts'
import hall from '../../../samples/plans/parish-hall.json'
import theatre from '../../../samples/plans/theatre.json'

/** @returns a theatre of 200 seats and a standing area, with all that we add to the form of pretix; a copy of its own. */
export const smallTheatre = (): SeatingPlan => structuredClone(theatre) as SeatingPlan

/** @returns a hall in the first version of that form; a copy of its own. */
export const parishHall = (): SeatingPlan => structuredClone(hall) as SeatingPlan

/** @returns a seat of category `All`. */
export const seatAt = (guid: string, x: number, y = 0, change: Partial<PlanSeat> = {}): PlanSeat => ({
  seat_guid: guid,
  seat_number: guid,
  position: { x, y },
  category: 'All',
  ...change,
})

/** @returns a plan with these rows, in one zone. */
export const planOf = (...rows: PlanSeat[][]): SeatingPlan => ({
  name: 'House',
  size: { width: 1000, height: 1000 },
  categories: [{ name: 'All', color: '#336699' }],
  zones: [
    {
      name: 'Hall',
      position: { x: 0, y: 0 },
      rows: rows.map((seats, at) => ({ row_number: String(at + 1), position: { x: 0, y: at * 30 }, seats })),
    },
  ],
})

interface Size {
  zones?: number
  rows?: number
  /** In each row. */
  seats?: number
}

/** @returns a house as large as it is said, with every field that pretix knows and an aisle in the middle of each row. */
export const bigHouse = ({ zones = 10, rows = 100, seats = 50 }: Size = {}): SeatingPlan => ({
  name: 'Big house',
  size: { width: zones * (seats + 5) * 20, height: rows * 25 + 100 },
  categories: [{ name: 'All', color: '#336699' }],
  focal_point: { x: (zones * (seats + 5) * 20) / 2, y: 0 },
  zones: Array.from({ length: zones }, (_, zone) => ({
    name: `Zone ${zone}`,
    zone_id: `z${zone}`,
    uuid: uuidOf(zone, 0, 0),
    position: { x: zone * (seats + 5) * 20, y: 100 },
    areas: [],
    rows: Array.from({ length: rows }, (_, row) => ({
      row_number: String(row + 1),
      row_label: `Row ${row + 1}`,
      seat_label: 'Seat %s',
      uuid: uuidOf(zone, row + 1, 0),
      row_number_position: 'both' as const,
      position: { x: 0, y: row * 25 },
      seats: Array.from({ length: seats }, (_, seat) => ({
        seat_guid: `z${zone}-${row + 1}-${seat + 1}`,
        seat_number: String(seat + 1),
        uuid: uuidOf(zone, row + 1, seat + 1),
        start_direction: null,
        radius: 10,
        position: { x: seat * 20 + (seat >= seats / 2 ? 30 : 0), y: 0 },
        category: 'All',
      })),
    })),
  })),
})

const uuidOf = (...parts: [number, number, number]): string => {
  const [zone = '', row = '', seat = ''] = parts.map((part) => part.toString(16).padStart(4, '0'))
  return `00000000-0000-4${zone.slice(-3)}-8${row.slice(-3)}-00000000${seat}`
}
