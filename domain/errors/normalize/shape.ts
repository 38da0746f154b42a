import { isJsonObject, type JsonObject } from '../../json-object.ts'
import { scrubbedMember } from '../scrub/members.ts'
import { freeForm } from './free-form.ts'
import { invalid, mapMembers, type Rule, under, type Walk } from './walk.ts'

/** A rule for every field of a canonical shape. */
export type Fields<T> = { readonly [K in keyof T]-?: Rule<Exclude<T[K], undefined>> }

/**
 * An object of known fields, each read by its own rule. Fields that are null or invalid are left out. What has no rule is
 * kept as free-form data: SDKs learn new fields faster than servers, and readers may know them.
 */
export function shape<T extends object>(fields: Fields<T>): Rule<T> {
  const rules = new Map<string, Rule<unknown>>(Object.entries<Rule<unknown>>(fields))
  const read = (key: string, member: unknown, walk: Walk): unknown => {
    if (member === null) return undefined
    const rule = rules.get(key)
    return rule === undefined ? other(key, member, walk) : rule(member, walk)
  }
  return (value, walk) => (isJsonObject(value) ? (mapMembers(value, walk, read) as T) : invalid(walk, value))
}

/** The members of an object that are none of the known fields, as free-form data; undefined when there are none. */
export function othersOf(value: JsonObject, known: ReadonlySet<string>, walk: Walk): JsonObject | undefined {
  let others: JsonObject | undefined
  for (const key in value) {
    if (known.has(key) || key === '__proto__' || value[key] === null) continue
    others ??= {}
    others[key] = under(walk, key, () => other(key, value[key], walk))
  }
  return others
}

/** Scrubbed here and not with the rest: to find it again, every name of every frame would have to be looked at. */
const other = (key: string, member: unknown, walk: Walk): unknown => scrubbedMember(key, freeForm(member, walk))
