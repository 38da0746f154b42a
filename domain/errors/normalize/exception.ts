import { LIMITS } from '../../../contract/limits.ts'
import type { ExceptionValue, Mechanism, Thread } from '../../../contract/occurrences.ts'
import { isJsonObject } from '../../json-object.ts'
import { freeObject } from './free-form.ts'
import { latest, preferring, values } from './lists.ts'
import { shape } from './shape.ts'
import { stacktrace } from './stacktrace.ts'
import { flag, jsonText, lenientText, text, textOrNumber, whole } from './text.ts'
import { invalid, type Rule } from './walk.ts'

const mechanismShape = shape<Mechanism>({
  type: text(128),
  handled: flag,
  synthetic: flag,
  description: text(LIMITS.stringChars),
  help_link: text(2048),
  source: text(256),
  exception_id: whole,
  parent_id: whole,
  is_exception_group: flag,
  meta: freeObject,
  data: freeObject,
})

/** How the exception was caught; older SDKs gave its name alone. */
const mechanism: Rule<Mechanism> = (value, walk) =>
  mechanismShape(typeof value === 'string' ? { type: value } : value, walk)

const exceptionShape = shape<ExceptionValue>({
  type: lenientText(256),
  value: jsonText(LIMITS.messageChars),
  module: text(256),
  thread_id: textOrNumber,
  mechanism,
  stacktrace,
  raw_stacktrace: stacktrace,
})

const exceptionValue: Rule<ExceptionValue> = (value, walk) => {
  const kept = exceptionShape(value, walk)
  if (kept?.type || kept?.value || kept?.stacktrace) return kept
  return kept === undefined || Object.keys(kept).length === 0 ? undefined : invalid(walk, value)
}

/** The chain of exceptions, oldest first; of a very long one the newest stay. */
export const exception = values(exceptionValue, latest(LIMITS.exceptions))

const threadShape = shape<Thread>({
  id: textOrNumber,
  name: lenientText(1024),
  crashed: flag,
  current: flag,
  main: flag,
  state: text(256),
  stacktrace,
  held_locks: freeObject,
})

const telling = (item: unknown): boolean => isJsonObject(item) && (item.crashed === true || item.current === true)

/** Threads; of very many the first stay, and always the crashed and the current one. */
export const threads = values(threadShape, preferring(LIMITS.threads, telling))
