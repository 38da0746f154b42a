import type { SeatingPlan } from '../../../contract/seating-plan.ts'
import { type Drawing, drawingOf } from './drawing.ts'

/** What a file holds: a plan, with its drawing where it is whole enough for one; or why it is none. */
export type ReadPlan =
  | { ok: true; plan: Record<string, unknown>; name: string; drawing: Drawing | null }
  | { ok: false; why: 'notJson' | 'notPlan' }

/** Reads a file before it is sent: what is wrong inside, the API says with pointers. */
export function readPlan(text: string): ReadPlan {
  const value = parsed(text)
  if (value === undefined) return { ok: false, why: 'notJson' }
  if (typeof value !== 'object' || value === null || !('zones' in value)) return { ok: false, why: 'notPlan' }
  const plan: Record<string, unknown> = { ...value }
  const name = typeof plan.name === 'string' ? plan.name : ''
  return { ok: true, plan, name, drawing: drawn(plan) }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A plan that lacks half of it cannot be drawn, and is refused with a reason. */
const drawn = (plan: Record<string, unknown>): Drawing | null => {
  try {
    const drawing = drawingOf(plan as SeatingPlan)
    return Object.values(drawing.box).every(Number.isFinite) ? drawing : null
  } catch {
    return null
  }
}
