import type { EventNote } from '../../../contract/occurrences.ts'
import type { JsonObject } from '../../json-object.ts'

/** One normalization under way: what was noted, which value is being read, and the clock it is read by. */
export interface Walk {
  readonly notes: EventNote[]
  /** Names and indexes from the event down to the value being read. */
  readonly path: (string | number)[]
  /** Milliseconds to add to every time the client states, because its clock was wrong when it sent. */
  readonly drift: number
  /** Address that `{{auto}}` stands for. */
  readonly remoteAddress: string | undefined
}

/**
 * Reads one value a client sent. Answers its canonical form, or `undefined` when there is nothing to keep, and then
 * says so in the walk's notes unless the value was plainly empty. Never throws and never changes what it was given.
 */
export type Rule<T> = (value: unknown, walk: Walk) => T | undefined

/** More notes than this help nobody, and a hostile event could ask for a million. */
const MAX_NOTES = 100

/** Records what happened to the value at the walk's place. `value` only where it cannot be personal data. */
export function note(walk: Walk, type: string, value?: unknown): void {
  if (walk.notes.length >= MAX_NOTES) return
  const name = walk.path.join('.')
  walk.notes.push(value === undefined ? { type, name } : { type, name, value })
}

/** Notes a value of the wrong type and answers `undefined`, which leaves the field out. */
export function invalid(walk: Walk, value: unknown): undefined {
  const harmless = typeof value === 'boolean' || (typeof value === 'number' && Math.abs(value) < 1e10)
  note(walk, 'invalid_data', harmless ? value : undefined)
}

/** Like `invalid` for fields that hold no personal data (times, levels, numbers): the note shows what came. */
export function invalidShown(walk: Walk, value: unknown): undefined {
  if (typeof value !== 'string') return invalid(walk, value)
  note(walk, 'invalid_data', value.slice(0, 64).toWellFormed())
}

/** Reads `value` as the member `key` of the value being read. */
export function under<T>(walk: Walk, key: string | number, read: () => T): T {
  walk.path.push(key)
  const kept = read()
  walk.path.pop()
  return kept
}

/** The first `count` members, as a new object. */
function firstMembers(raw: JsonObject, count: number): JsonObject {
  const copy: JsonObject = {}
  let left = count
  for (const key in raw) {
    if (left-- === 0) break
    copy[key] = raw[key]
  }
  return copy
}

/**
 * Applies `read` to every member. The object itself is answered as long as nothing changes, a copy from the first
 * change on: most events are canonical already, and copying every object was half the cost of normalizing them.
 * A key `__proto__`, which JSON may hold as an own key, is dropped: copied elsewhere it would set a prototype.
 */
export function mapMembers(
  raw: JsonObject,
  walk: Walk,
  read: (key: string, value: unknown, walk: Walk) => unknown,
): JsonObject {
  const at = walk.path.push('') - 1
  let out = raw
  let unchanged = 0
  for (const key in raw) {
    const value = raw[key]
    walk.path[at] = key
    const kept = key === '__proto__' ? undefined : read(key, value, walk)
    if (out === raw) {
      if (kept === value && kept !== undefined) {
        unchanged++
        continue
      }
      out = firstMembers(raw, unchanged)
    }
    if (kept !== undefined) out[key] = kept
  }
  walk.path.pop()
  return out
}

/** The same for a list, from the index `from` to before `to`. Members read as `undefined` are left out. */
export function mapItems<T>(raw: readonly unknown[], walk: Walk, read: Rule<T>): T[] {
  const at = walk.path.push(0) - 1
  const out: T[] = []
  for (let index = 0; index < raw.length; index++) {
    walk.path[at] = index
    const kept = read(raw[index], walk)
    if (kept !== undefined) out.push(kept)
  }
  walk.path.pop()
  return out
}
