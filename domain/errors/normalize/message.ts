import { LIMITS } from '../../../contract/limits.ts'
import type { NormalizedEvent } from '../../../contract/occurrences.ts'
import { isJsonObject, type JsonObject } from '../../json-object.ts'
import { freeForm, freeObject } from './free-form.ts'
import { shape } from './shape.ts'
import { cut, jsonText } from './text.ts'
import { invalid, type Rule } from './walk.ts'

type LogEntry = NonNullable<NormalizedEvent['logentry']>

const message = jsonText(LIMITS.messageChars)

const params: Rule<unknown[] | JsonObject> = (value, walk) =>
  Array.isArray(value) ? (freeForm(value, walk) as unknown[]) : freeObject(value, walk)

const entryShape = shape<LogEntry>({ message, formatted: message, params })

/**
 * What the program said: `logentry` in its own form, or the plain text, list or object of the older `message`. A
 * template without parameters is the finished text; one with parameters is filled in.
 */
export const logEntry: Rule<LogEntry> = (value, walk) => {
  const given = entryShape(isJsonObject(value) ? value : { formatted: value }, walk)
  if (given === undefined || Object.keys(given).length === 0) return undefined
  if (given.message === undefined) return given.formatted === undefined ? invalid(walk, value) : given
  if (given.formatted !== undefined && given.formatted !== given.message) return given
  if (given.params === undefined) return { formatted: given.message }
  return { ...given, formatted: filledIn(given.message, given.params) }
}

/** Fills in `%s`, `%(name)s`, `{}` and `{name}`, in the manner of Python, Java and JavaScript loggers. */
function filledIn(template: string, given: unknown[] | JsonObject): string {
  let next = 0
  const take = (name: string | undefined): unknown => {
    if (!Array.isArray(given)) return name !== undefined && Object.hasOwn(given, name) ? given[name] : undefined
    return given[name !== undefined && /^\d+$/.test(name) ? Number(name) : next++]
  }
  const filled = template.replace(
    /%%|%(?:\((\w{1,64})\))?[-+ #0]{0,4}\d{0,4}(?:\.\d{1,4})?[sdifrxXoeEgGcju]|\{(\w{0,64})\}/g,
    (placeholder, percentName?: string, braceName?: string) => {
      if (placeholder === '%%') return '%'
      const value = take(percentName ?? (braceName || undefined))
      if (value === undefined) return placeholder
      return typeof value === 'string' ? value : JSON.stringify(value)
    },
  )
  return filled.length > LIMITS.messageChars ? cut(filled, LIMITS.messageChars) : filled
}
