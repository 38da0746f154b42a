import type { SeatingPlan } from '../../contract/seating-plan.ts'
import { isJsonObject } from '../json-object.ts'

/** What is kept of a value: all of it, the members named, or that of each item of a list. */
type Form = true | readonly [Form] | { readonly [name: string]: Form }

const position = { x: true, y: true } as const
const text = { text: true, color: true, size: true, position } as const
const seat = {
  seat_guid: true,
  seat_number: true,
  uuid: true,
  start_direction: true,
  radius: true,
  position,
  category: true,
} as const
const row = {
  row_number: true,
  row_label: true,
  seat_label: true,
  uuid: true,
  seats: [seat],
  row_number_position: true,
  position,
  number_of_seats: true,
  seats_spacing: true,
} as const
const area = {
  color: true,
  border_color: true,
  rotation: true,
  position,
  uuid: true,
  shape: true,
  polygon: { points: [position] },
  rectangle: { width: true, height: true },
  ellipse: { radius: position },
  circle: { radius: true },
  text,
  width: true,
  height: true,
} as const
const zone = {
  name: true,
  zone_id: true,
  uuid: true,
  position,
  displayed: true,
  rows: [row],
  areas: [area],
} as const
const plan = {
  name: true,
  categories: [{ name: true, color: true }],
  zones: [zone],
  size: { width: true, height: true },
} as const satisfies Form

/**
 * @returns the plan with the fields of pretix's schema alone, which takes no others. A plan of its first version keeps
 * the fields of that one.
 */
export const pretixForm = (document: SeatingPlan): SeatingPlan => kept(document, plan) as SeatingPlan

const kept = (value: unknown, form: Form): unknown => {
  if (form === true) return value
  if (isList(form)) return Array.isArray(value) ? value.map((item) => kept(item, form[0])) : value
  if (!isJsonObject(value)) return value
  const members: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const inner = Object.hasOwn(form, name) ? form[name] : undefined
    if (inner !== undefined) members[name] = kept(member, inner)
  }
  return members
}

const isList = (form: Exclude<Form, true>): form is readonly [Form] => Array.isArray(form)
