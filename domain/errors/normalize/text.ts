import { invalid, invalidShown, note, type Rule, type Walk } from './walk.ts'

/** Cuts to `max` UTF-16 units without leaving half a character behind. */
export function cut(text: string, max: number): string {
  const end = text.slice(0, max - 3)
  return `${end.isWellFormed() ? end : end.slice(0, -1)}...`
}

/**
 * Text as every store can keep it: without NUL, which SQLite and PostgreSQL stumble over, and without lone surrogates,
 * which have no UTF-8 form.
 */
export function storableText(value: string): string {
  const text = value.indexOf('\0') === -1 ? value : value.replaceAll('\0', '')
  return text.isWellFormed() ? text : text.toWellFormed()
}

/** Storable text, at most `max` UTF-16 units long; a cut is noted. */
export function cleanText(value: string, max: number, walk: Walk): string {
  const text = storableText(value)
  if (text.length <= max) return text
  note(walk, 'value_too_long')
  return cut(text, max)
}

/** A string; an empty one counts as absent. */
export const text =
  (max: number): Rule<string> =>
  (value, walk) => {
    if (typeof value !== 'string') return invalid(walk, value)
    return cleanText(value, max, walk) || undefined
  }

/** A string, or a number or boolean that a client was too lazy to quote. */
export const lenientText = (max: number): Rule<string> => {
  const quoted = text(max)
  return (value, walk) =>
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : quoted(value, walk)
}

/** JSON of a value, nested at most as deep as free-form data is kept, so that writing it cannot exhaust the stack. */
function jsonOf(value: unknown, levels: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (levels === 0) return '"..."'
  if (Array.isArray(value)) return `[${value.map((item) => jsonOf(item, levels - 1)).join(',')}]`
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${jsonOf(member, levels - 1)}`)
  return `{${members.join(',')}}`
}

/** A string, or the JSON of anything else: for texts that clients also fill with objects, such as exception values. */
export const jsonText = (max: number): Rule<string> => {
  const plain = lenientText(max)
  return (value, walk) =>
    typeof value === 'object' && value !== null ? cleanText(jsonOf(value, 6), max, walk) : plain(value, walk)
}

/** One line of source code; an empty one is kept because its place in the list matters. */
export const line =
  (max: number): Rule<string> =>
  (value, walk) => {
    if (value === null) return ''
    if (typeof value !== 'string') {
      invalid(walk, value)
      return ''
    }
    return cleanText(value, max, walk)
  }

/** true or false, also spelled as text. */
export const flag: Rule<boolean> = (value, walk) => {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  return invalidShown(walk, value)
}

/** A whole number from 0 on, also spelled as text. */
export const whole: Rule<number> = (value, walk) => {
  const number = typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  return invalidShown(walk, value)
}

const shortText = text(200)

/** An identifier that is a string or a number, as of threads. */
export const textOrNumber: Rule<string | number> = (value, walk) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return shortText(value, walk)
}

/** A machine address: a string, or a number that is written in hexadecimal. */
export const address: Rule<string> = (value, walk) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return `0x${value.toString(16)}`
  return shortText(value, walk)
}
