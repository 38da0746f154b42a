import { LIMITS } from '../../../contract/limits.ts'
import type { FieldError } from '../../../contract/problem.ts'
import type { SeatingPlan } from '../../../contract/seating-plan.ts'
import { shapeFaults } from '../../../contract/seating-plan-shape.ts'
import { categoriesOf, layoutOf } from '../../../domain/booking/layout.ts'
import { planFaults } from '../../../domain/booking/seating-plan.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'

/** A sound plan as it will be stored: texts for R2, and what its row says of it. */
export interface PlanDocument {
  name: string
  document: string
  layout: string
  seats: number
  places: number
  categories: string
  bytes: number
}

/**
 * Checks what someone sent as a seating plan, and makes its layout. The document is kept as it came, with what we do not
 * know of it.
 * @returns the faults with pointers into the body, where the plan is its member `plan`
 */
export const checkDocument = (value: unknown): Result<PlanDocument, FieldError[]> => {
  const document = JSON.stringify(value) ?? ''
  const faults = [...nameFaults(value, document), ...shapeFaults(value)]
  if (faults.length > 0) return refused(faults)
  // Its shape was checked, level by level.
  const plan = value as SeatingPlan
  const inside = planFaults(plan)
  if (inside.length > 0) return refused(inside)
  const layout = layoutOf(plan)
  return ok({
    name: plan.name,
    document,
    layout: JSON.stringify(layout),
    seats: layout.seats.length,
    places: layout.areas.reduce((sum, { capacity }) => sum + capacity, layout.seats.length),
    categories: JSON.stringify(categoriesOf(layout)),
    bytes: Buffer.byteLength(document),
  })
}

const refused = (faults: FieldError[]) =>
  failed(faults.slice(0, LIMITS.planFaults).map((fault) => ({ ...fault, pointer: `/plan${fault.pointer}` })))

// A member of this name would become the prototype of whatever object copies it. In JSON, quotes of a text are escaped.
const nameFaults = (value: unknown, text: string): FieldError[] => {
  if (!text.includes('"__proto__":')) return []
  return [
    { pointer: pointerTo('__proto__', value) ?? '', code: 'forbidden_name', detail: 'No member may be called so' },
  ]
}

const pointerTo = (name: string, value: unknown): string | null => {
  if (typeof value !== 'object' || value === null) return null
  for (const [member, inner] of Object.entries(value)) {
    const step = `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (member === name) return step
    const found = pointerTo(name, inner)
    if (found !== null) return step + found
  }
  return null
}
