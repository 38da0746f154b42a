import { LIMITS } from '../../../contract/limits.ts'
import { isJsonObject, type JsonObject } from '../../json-object.ts'
import { cleanText } from './text.ts'
import { invalid, mapItems, mapMembers, note, type Rule, type Walk } from './walk.ts'

/** Anything a client put into `extra`, `vars` or `data`: kept as it is, with long texts cut and deep nesting closed. */
export const freeForm: Rule<unknown> = (value, walk) => freeValue(value, walk, LIMITS.depth)

/** A free-form object; anything else is left out. */
export const freeObject: Rule<JsonObject> = (value, walk) => {
  if (!isJsonObject(value)) return invalid(walk, value)
  return freeMembers(value, walk, LIMITS.depth)
}

/** A free-form object, or a list read as an object by index, as local variables come from some SDKs. */
export const freeObjectOrList: Rule<JsonObject> = (value, walk) =>
  freeObject(Array.isArray(value) ? { ...value } : value, walk)

/** A free-form object; a bare value becomes its member `value`, and a list one by index. */
export const freeMembersOrValue: Rule<JsonObject> = (value, walk) =>
  freeObjectOrList(typeof value === 'object' ? value : { value }, walk)

/** A list of free-form objects, such as loaded images. */
export const freeObjects: Rule<JsonObject[]> = (value, walk) => {
  if (!Array.isArray(value)) return invalid(walk, value)
  return mapItems(value, walk, (item) => (item === null ? undefined : freeObject(item, walk)))
}

function freeValue(value: unknown, walk: Walk, levels: number): unknown {
  if (typeof value === 'string') return cleanText(value, LIMITS.stringChars, walk)
  // JSON.parse reads 1e999 as Infinity, which JSON cannot write again.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return closed(value, walk)
  if (Array.isArray(value)) return freeItems(value, walk, levels)
  return freeMembers(value as JsonObject, walk, levels)
}

function closed(value: object, walk: Walk): string {
  note(walk, 'too_deep')
  return Array.isArray(value) ? '[Array]' : '[Object]'
}

const freeMembers = (value: JsonObject, walk: Walk, levels: number): JsonObject =>
  mapMembers(value, walk, (_key, member) => freeValue(member, walk, levels - 1))

function freeItems(value: unknown[], walk: Walk, levels: number): unknown[] {
  const at = walk.path.push(0) - 1
  let out = value
  for (let index = 0; index < value.length; index++) {
    walk.path[at] = index
    const kept = freeValue(value[index], walk, levels - 1)
    if (kept === value[index]) continue
    if (out === value) out = value.slice()
    out[index] = kept
  }
  walk.path.pop()
  return out
}
