import type { JsonObject } from '../../json-object.ts'
import { FILTERED, sensitive } from './sensitive-key.ts'
import { isCard, scrubText } from './text.ts'

/** Takes the secrets out of free-form data; objects and lists are changed in place. */
export function scrubValue(value: unknown): unknown {
  if (typeof value === 'string') return scrubText(value)
  if (typeof value === 'number') return isCard(value) ? FILTERED : value
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) return scrubMembers(value as JsonObject)
  for (let index = 0; index < value.length; index++) value[index] = scrubValue(value[index])
  return value
}

/** The same for the members of an object, of which some are secrets by their name. */
export function scrubMembers(bag: JsonObject | undefined): JsonObject | undefined {
  for (const key in bag) {
    const value = bag[key]
    const kept = sensitive(key) ? filtered(value) : scrubValue(value)
    if (kept !== value) bag[key] = kept
  }
  return bag
}

/** The value of one member without its secrets, the value itself left as it is. */
export const scrubbedMember = (key: string, value: unknown): unknown =>
  sensitive(key) ? filtered(value) : scrubValue(typeof value === 'object' ? structuredClone(value) : value)

/** Nothing, true and false are no secrets, and readers want to see them. */
export const filtered = (value: unknown): unknown =>
  value === null || value === '' || typeof value === 'boolean' ? value : FILTERED
