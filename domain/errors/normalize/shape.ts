import { isJsonObject, type JsonObject } from '../../json-object.ts'
import { freeForm } from './free-form.ts'
import { invalid, mapMembers, type Rule, type Walk } from './walk.ts'

/** A rule for every field of a canonical shape. */
export type Fields<T> = { readonly [K in keyof T]-?: Rule<Exclude<T[K], undefined>> }

/** Reads an object of known fields, and says which those are. */
export interface Shape<T> extends Rule<T> {
  readonly known: ReadonlySet<string>
}

/**
 * An object of known fields, each read by its own rule. Fields that are null or invalid are left out. What has no rule is
 * kept as free-form data: SDKs learn new fields faster than servers, and readers may know them.
 */
export function shape<T extends object>(fields: Fields<T>): Shape<T> {
  const rules = new Map<string, Rule<unknown>>(Object.entries<Rule<unknown>>(fields))
  const read = (key: string, member: unknown, walk: Walk): unknown =>
    member === null ? undefined : (rules.get(key) ?? freeForm)(member, walk)
  const rule: Rule<T> = (value, walk) =>
    isJsonObject(value) ? (mapMembers(value, walk, read) as T) : invalid(walk, value)
  return Object.assign(rule, { known: new Set(rules.keys()) })
}

/** The members of an object that are none of the known fields, as free-form data; undefined when there are none. */
export function othersOf(value: JsonObject, known: ReadonlySet<string>, walk: Walk): JsonObject | undefined {
  let others: JsonObject | undefined
  for (const key in value) {
    if (known.has(key) || key === '__proto__' || value[key] === null) continue
    others ??= {}
    walk.path.push(key)
    others[key] = freeForm(value[key], walk)
    walk.path.pop()
  }
  return others
}
