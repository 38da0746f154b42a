import type { ZodType } from 'zod'
import { LIMITS } from './limits.ts'
import type { FieldError } from './problem.ts'
import { planLevels } from './seating-plan.ts'

/**
 * Checks a value against the shape of a seating plan, level by level, and stops after the first hundred faults: a plan of
 * a million broken seats must not become a million messages.
 * @returns what is wrong, with pointers (RFC 6901) into the plan; nothing where it is a `SeatingPlan`
 */
export const shapeFaults = (value: unknown): FieldError[] => {
  const tooMany = countFaults(value)
  if (tooMany.length > 0) return tooMany
  const faults: FieldError[] = []
  for (const [pointer, level, part] of parts(value)) {
    const read = level.safeParse(part)
    if (read.success) continue
    for (const { path, code, message } of read.error.issues)
      faults.push({ pointer: pointer + path.map(step).join(''), code, detail: message })
    if (faults.length >= LIMITS.planFaults) return faults.slice(0, LIMITS.planFaults)
  }
  return faults
}

type Part = readonly [pointer: string, level: ZodType, part: unknown]

/** Each object of the plan, from the outside in. */
function* parts(plan: unknown): Generator<Part> {
  yield ['', planLevels.plan, plan]
  for (const [at, zone] of listOf(plan, 'zones').entries()) {
    yield [`/zones/${at}`, planLevels.zone, zone]
    yield* each(zone, 'areas', { pointer: `/zones/${at}`, level: planLevels.area })
    for (const [rowAt, row] of listOf(zone, 'rows').entries()) {
      yield [`/zones/${at}/rows/${rowAt}`, planLevels.row, row]
      yield* each(row, 'seats', { pointer: `/zones/${at}/rows/${rowAt}`, level: planLevels.seat })
    }
  }
}

function* each(owner: unknown, name: string, { pointer, level }: { pointer: string; level: ZodType }): Generator<Part> {
  for (const [at, part] of listOf(owner, name).entries()) yield [`${pointer}/${name}/${at}`, level, part]
}

const countFaults = (plan: unknown): FieldError[] => {
  const zones = listOf(plan, 'zones')
  const rows = zones.flatMap((zone) => listOf(zone, 'rows'))
  const seats = rows.reduce((sum: number, row) => sum + listOf(row, 'seats').length, 0)
  const areas = zones.reduce((sum: number, zone) => sum + listOf(zone, 'areas').length, 0)
  const counts = [
    ['zones', zones.length, LIMITS.planZones],
    ['rows', rows.length, LIMITS.planRows],
    ['areas', areas, LIMITS.planAreas],
    ['seats', seats, LIMITS.planSeats],
  ] as const
  return counts
    .filter(([, count, most]) => count > most)
    .map(([what, count, most]) => ({
      pointer: '/zones',
      code: 'too_big',
      detail: `A plan has at most ${most} ${what}; this one has ${count}`,
    }))
}

const listOf = (owner: unknown, name: string): unknown[] => {
  if (typeof owner !== 'object' || owner === null || !Object.hasOwn(owner, name)) return []
  const list: unknown = Reflect.get(owner, name)
  return Array.isArray(list) ? list : []
}

const step = (part: PropertyKey): string => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`
