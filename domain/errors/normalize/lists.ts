import { isJsonObject, type JsonObject } from '../../json-object.ts'
import { othersOf } from './shape.ts'
import { invalid, mapItems, note, type Rule, under, type Walk } from './walk.ts'

/** The one field of such a list. */
const KNOWN_OF_VALUES: ReadonlySet<string> = new Set(['values'])

/**
 * The three forms a list of interfaces comes in: `{values: [...]}`, the bare list of older protocols, and one bare
 * object. Null members are left out.
 */
export function values<T>(item: Rule<T>, choose: (items: unknown[], walk: Walk) => unknown[]): Rule<{ values: T[] }> {
  return (value, walk) => {
    const items = itemsOf(value)
    const others =
      isJsonObject(value) && value.values !== undefined ? othersOf(value, KNOWN_OF_VALUES, walk) : undefined
    if (items === undefined) return invalid(walk, value)
    const chosen = choose(
      items.filter((member) => member !== null),
      walk,
    )
    walk.path.push('values')
    const kept = mapItems(chosen, walk, item)
    walk.path.pop()
    if (kept.length > 0) return others === undefined ? { values: kept } : { ...others, values: kept }
    return others === undefined ? undefined : invalid(walk, value)
  }
}

function itemsOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (!isJsonObject(value)) return undefined
  if (value.values === null) return []
  if (value.values === undefined) return Object.keys(value).length > 0 ? [value] : []
  if (Array.isArray(value.values)) return value.values
  return isJsonObject(value.values) ? [value.values] : undefined
}

/** Keeps the last `max`: where the newest stand at the end. */
export const latest =
  (max: number) =>
  (items: unknown[], walk: Walk): unknown[] => {
    if (items.length <= max) return items
    note(walk, 'too_many', items.length)
    return items.slice(-max)
  }

/** Keeps the first `max`, but none of those `preferred` gives way to one that is not. */
export const preferring =
  (max: number, preferred: (item: unknown) => boolean) =>
  (items: unknown[], walk: Walk): unknown[] => {
    if (items.length <= max) return items
    note(walk, 'too_many', items.length)
    const others = max - Math.min(max, items.filter(preferred).length)
    let left = others
    return items.filter((item) => preferred(item) || left-- > 0).slice(0, max)
  }

/** A list of one kind, first `max` members. */
export function list<T>(item: Rule<T>, max: number): Rule<T[]> {
  return (value, walk) => {
    if (!Array.isArray(value)) return invalid(walk, value)
    if (value.length > max) note(walk, 'too_many', value.length)
    return mapItems(value.length > max ? value.slice(0, max) : value, walk, item)
  }
}

/**
 * Names with values, in any of the forms an SDK sends: an object, a list of pairs, a list of `{key, value}`. A list of
 * values under one name (PHP headers) is joined, or repeated where `repeat` is set (query strings). What is no pair is
 * noted.
 */
export function pairsOf(value: JsonObject | unknown[], walk: Walk, repeat = false): [string, unknown][] {
  if (!Array.isArray(value)) return Object.entries(value).flatMap(([name, member]) => spread(name, member, repeat))
  return value.flatMap((entry: unknown, index): [string, unknown][] => {
    if (Array.isArray(entry)) return [[nameOf(entry[0]), entry.length > 2 ? entry.slice(1) : entry[1]]]
    if (!isJsonObject(entry)) {
      if (entry !== null) under(walk, index, () => invalid(walk, entry))
      return []
    }
    return 'key' in entry ? [[nameOf(entry.key), entry.value]] : Object.entries(entry)
  })
}

const nameOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

function spread(name: string, member: unknown, repeat: boolean): [string, unknown][] {
  if (!Array.isArray(member)) return [[name, member]]
  if (repeat) return member.map((one) => [name, one])
  const flat = member.every((one) => typeof one !== 'object' || one === null)
  return [[name, flat ? member.join(', ') : member]]
}
