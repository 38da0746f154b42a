import { LIMITS } from '../../contract/limits.ts'
import type { FieldError } from '../../contract/problem.ts'
import type { PlanRow, SeatingPlan } from '../../contract/seating-plan.ts'
import { areasOf } from './layout.ts'

/**
 * Finds in a plan of sound shape what its shape cannot say: seats that share a guid, categories that are not there,
 * neighbours that are told of half a row.
 * @returns up to a hundred faults with pointers (RFC 6901) into the plan
 */
export const planFaults = (plan: SeatingPlan): FieldError[] => {
  const faults: FieldError[] = []
  for (const fault of everyFault(plan)) {
    faults.push(fault)
    if (faults.length >= LIMITS.planFaults) break
  }
  return faults
}

function* everyFault(plan: SeatingPlan): Generator<FieldError> {
  yield* categoryFaults(plan)
  yield* areaFaults(plan)
  const categories = new Set(plan.categories.map(({ name }) => name))
  const guids = new Set<string>()
  for (const [zoneAt, { rows }] of plan.zones.entries())
    for (const [rowAt, row] of rows.entries()) {
      const pointer = `/zones/${zoneAt}/rows/${rowAt}/seats`
      yield* adjacencyFaults(row, pointer)
      for (const [at, { seat_guid, category }] of row.seats.entries()) {
        if (guids.has(seat_guid)) yield fault(`${pointer}/${at}/seat_guid`, 'duplicate', 'Another seat has this guid')
        if (!categories.has(category)) yield fault(`${pointer}/${at}/category`, ...UNKNOWN_CATEGORY)
        guids.add(seat_guid)
      }
    }
}

function* categoryFaults({ categories }: SeatingPlan): Generator<FieldError> {
  const names = new Set<string>()
  for (const [at, { name }] of categories.entries()) {
    if (names.has(name)) yield fault(`/categories/${at}/name`, 'duplicate', 'Another category has this name')
    names.add(name)
  }
}

function* areaFaults(plan: SeatingPlan): Generator<FieldError> {
  const names = new Set(plan.categories.map(({ name }) => name))
  for (const [zoneAt, { areas = [] }] of plan.zones.entries())
    for (const [at, { capacity = 0, category }] of areas.entries()) {
      const pointer = `/zones/${zoneAt}/areas/${at}/category`
      if (category !== undefined && !names.has(category)) yield fault(pointer, ...UNKNOWN_CATEGORY)
      if (category === undefined && capacity > 0 && names.size !== 1)
        yield fault(pointer, 'missing_category', 'Say the category of the places that are sold here')
    }
  const ids = areasOf(plan).map(({ id }) => id)
  if (new Set(ids).size < ids.length) yield fault('/zones', 'duplicate', 'Two areas have the same area_guid or uuid')
}

function* adjacencyFaults({ seats }: PlanRow, pointer: string): Generator<FieldError> {
  const places = new Set<number>()
  const told = seats.some(({ adjacency_index }) => adjacency_index !== undefined)
  for (const [at, { adjacency_index: place }] of told ? seats.entries() : []) {
    if (place === undefined)
      yield fault(`${pointer}/${at}/adjacency_index`, 'missing', 'Say it for every seat of the row, or for none')
    else if (places.has(place))
      yield fault(`${pointer}/${at}/adjacency_index`, 'duplicate', 'Another seat of the row has this place')
    else places.add(place)
  }
}

const UNKNOWN_CATEGORY = ['unknown_category', 'The plan has no category of this name'] as const

const fault = (pointer: string, code: string, detail: string): FieldError => ({ pointer, code, detail })
