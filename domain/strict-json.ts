import { LIMITS } from '../contract/limits.ts'
import { isJsonObject } from './json-object.ts'

/** Deeper than any shape of ours; a parser that recurses survives it. */
const DEEPEST = 64

/** What is wrong with a body that is JSON all the same; `pointer` as RFC 6901. */
export interface JsonFault {
  pointer: string
  code: 'too_deep' | 'too_many' | 'duplicate_name' | 'invalid_text'
  detail: string
}

/**
 * Finds in a JSON text what parsers and databases read differently (RFC 7493, I-JSON): names that stand twice in one
 * object, text with NUL or half a surrogate pair, nesting beyond 64 levels, and so many objects and lists that a parser
 * would fill the memory with them.
 * @returns null for a text without such a fault, and for one that is no JSON
 */
export const jsonFault = (text: string): JsonFault | null => {
  const { depth, names, containers } = outline(text)
  if (depth > DEEPEST)
    return { pointer: '', code: 'too_deep', detail: `At most ${DEEPEST} levels of objects and lists` }
  if (containers > LIMITS.jsonContainers)
    return { pointer: '', code: 'too_many', detail: `At most ${LIMITS.jsonContainers} objects and lists` }
  const value = parsed(text)
  if (value === undefined) return null
  if (namesIn(value) < names)
    return { pointer: '', code: 'duplicate_name', detail: 'A name stands twice in the same object' }
  return textFault(value, '')
}

// Outside strings a colon stands after each name and nowhere else.
const outline = (text: string): { depth: number; names: number; containers: number } => {
  let [open, depth, names, containers, quoted] = [0, 0, 0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (quoted) {
      if (char === 0x5c) at += 1
      else if (char === 0x22) quoted = false
    } else if (char === 0x22) quoted = true
    else if (char === 0x3a) names += 1
    else if (char === 0x7b || char === 0x5b) {
      open += 1
      containers += 1
      depth = Math.max(depth, open)
    } else if (char === 0x7d || char === 0x5d) open -= 1
  }
  return { depth, names, containers }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const namesIn = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + namesIn(item), 0)
  if (!isJsonObject(value)) return 0
  const members = Object.values(value)
  return members.reduce((sum: number, item) => sum + namesIn(item), members.length)
}

const textFault = (value: unknown, pointer: string): JsonFault | null => {
  if (typeof value === 'string') return isText(value) ? null : invalidText(pointer)
  if (typeof value !== 'object' || value === null) return null
  for (const [name, member] of Object.entries(value)) {
    const fault = isText(name)
      ? textFault(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
      : invalidText(pointer)
    if (fault !== null) return fault
  }
  return null
}

// SQLite ends a text at NUL, and half a surrogate pair has no bytes in UTF-8.
const isText = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

const invalidText = (pointer: string): JsonFault => ({
  pointer,
  code: 'invalid_text',
  detail: 'Text may hold neither NUL nor half a surrogate pair',
})
