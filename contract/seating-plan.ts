import { z } from 'zod'
import { LIMITS } from './limits.ts'

/**
 * The seating-plan JSON of pretix (src/pretix/static/seating/seating-plan.schema.json in pretix/pretix), both as it is now
 * and as it was first (areas as plain boxes with a text, no `size`), with fields of ours where it has none: `focal_point`,
 * `accessible`, `companion`, `adjacency_index`, `aisle_after`, and for areas `area_guid`, `name`, `capacity`, `category`.
 * What neither knows is kept as it came.
 */

/** A line that is shown to people: no control characters, and none that turn the direction of what follows. */
const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u, 'Text may hold no control characters')

const paragraph = z
  .string()
  .max(1000)
  .regex(/^(?:[\n\r\t]|[^\p{Cc}\u202a-\u202e\u2066-\u2069])*$/u, 'Text may hold no control characters')

/** It becomes part of a style, so it is a colour and nothing else. */
const color = z
  .string()
  .max(64)
  .regex(
    /^(?:|#[\da-f]{3,4}|#[\da-f]{6}|#[\da-f]{8}|[a-z]{3,30}|(?:rgb|hsl)a?\([\d\s.,%/+-]+(?:deg)?[\d\s.,%/+-]*\))$/i,
    'A colour is written as #336699, as a name, or as rgb() or hsl()',
  )
  .meta({ example: '#336699' })

const coordinate = z.number().min(-1_000_000).max(1_000_000)
const length = z.number().min(0).max(1_000_000)
/** A key of objects and part of addresses, so it is no name that objects have by themselves. */
const isKey = (text: string): boolean => text !== '__proto__'
const guid = line(128).min(1).refine(isKey, 'An id may not be __proto__')
const uuid = line(64).refine(isKey, 'An id may not be __proto__')
const categoryName = line(100).min(1)

export const planPosition = z.looseObject({ x: coordinate, y: coordinate }).meta({ id: 'PlanPosition' })

export const planCategory = z.looseObject({ name: categoryName, color: color.optional() }).meta({ id: 'PlanCategory' })

export const planSeat = z
  .looseObject({
    seat_guid: guid.meta({ description: 'Stays the same in each version of the plan', example: 'stalls-A-1' }),
    seat_number: line(50),
    uuid: uuid.optional(),
    start_direction: z
      .string()
      .regex(/^[<>]{0,2}$/)
      .nullable()
      .optional(),
    radius: length.optional(),
    position: planPosition.meta({ description: 'Counted from the position of its row' }),
    category: line(100).meta({ description: 'Name of a category of the plan' }),
    accessible: z.boolean().optional().meta({ description: 'Kept for who needs it, and found on request only' }),
    companion: z.boolean().optional().meta({ description: 'Beside an accessible place, for who comes along' }),
    adjacency_index: z.int().min(-1_000_000).max(1_000_000).optional().meta({
      description:
        'Place in its row: two seats are side by side where these differ by one. All seats of a row, or none',
    }),
    aisle_after: z
      .boolean()
      .optional()
      .meta({
        description:
          'Whether an aisle parts it from the next seat of the list. Where a seat of the row says so, the row has these ' +
          'aisles and no others; where none does, gaps wider than usual are aisles',
      }),
  })
  .meta({ id: 'PlanSeat' })
export type PlanSeat = z.infer<typeof planSeat>

const rowFields = {
  row_number: line(50),
  row_label: line(200).nullable().optional(),
  seat_label: line(200).nullable().optional(),
  uuid: uuid.optional(),
  row_number_position: z.enum(['start', 'end', 'both']).nullable().optional(),
  position: planPosition.optional(),
  number_of_seats: length.optional(),
  seats_spacing: length.optional(),
}

export const planRow = z.looseObject({ ...rowFields, seats: z.array(planSeat) }).meta({ id: 'PlanRow' })
export type PlanRow = z.infer<typeof planRow>

export const planArea = z
  .looseObject({
    color: color.optional(),
    border_color: color.optional(),
    rotation: coordinate.optional(),
    position: planPosition.optional(),
    uuid: uuid.optional(),
    shape: z.enum(['polygon', 'rectangle', 'ellipse', 'circle', 'text']).optional(),
    polygon: z.looseObject({ points: z.array(planPosition).max(LIMITS.planPoints) }).optional(),
    rectangle: z.looseObject({ width: length, height: length }).optional(),
    ellipse: z.looseObject({ radius: planPosition }).optional(),
    circle: z.looseObject({ radius: length }).optional(),
    text: z
      .union([
        paragraph,
        z.looseObject({
          text: paragraph,
          color: color.optional(),
          size: length.optional(),
          position: planPosition.optional(),
        }),
      ])
      .optional(),
    width: length.optional(),
    height: length.optional(),
    area_guid: guid.optional().meta({ description: 'As `seat_guid`; without it, its `uuid` or its name tells it' }),
    name: line(200).optional(),
    capacity: z
      .int()
      .min(0)
      .max(LIMITS.planAreaPlaces)
      .optional()
      .meta({ description: 'Places without numbers; an area without is drawn, and nothing is sold in it' }),
    category: line(100).optional().meta({ description: 'Needed for an area with capacity where the plan has several' }),
  })
  .meta({ id: 'PlanArea' })
export type PlanArea = z.infer<typeof planArea>

const zoneFields = {
  name: line(200).optional(),
  zone_id: line(200).optional(),
  uuid: uuid.optional(),
  position: planPosition,
  displayed: z.boolean().optional(),
}

export const planZone = z
  .looseObject({ ...zoneFields, rows: z.array(planRow), areas: z.array(planArea).optional() })
  .meta({ id: 'PlanZone' })
export type PlanZone = z.infer<typeof planZone>

const planFields = {
  name: line(200),
  size: z.looseObject({ width: length, height: length }).optional(),
  categories: z.array(planCategory).max(LIMITS.planCategories),
  focal_point: planPosition.nullable().optional().meta({
    description: 'What everyone wants to be near to (a stage), in the coordinates of the whole plan',
  }),
}

export const seatingPlan = z.looseObject({ ...planFields, zones: z.array(planZone) }).meta({ id: 'SeatingPlan' })
export type SeatingPlan = z.infer<typeof seatingPlan>

const list = z.array(z.unknown())

/** The same, a level at a time: who reads what strangers sent can stop after the first faults. */
export const planLevels = {
  plan: z.looseObject({ ...planFields, zones: list.max(LIMITS.planZones) }),
  zone: z.looseObject({ ...zoneFields, rows: list, areas: list.optional() }),
  row: z.looseObject({ ...rowFields, seats: list }),
  seat: planSeat,
  area: planArea,
}
