import type { LoggedEvent } from '../../contract/domain-events.ts'
import { sourceOf } from './cloudevent.ts'

/** What the log is asked for; what is null is not asked for. Times in milliseconds since 1970. */
export interface LogFilter {
  /** Globs in which `*` stands for any characters; one of them has to match. */
  types: readonly string[] | null
  sources: readonly string[] | null
  subject: string | null
  actor: string | null
  aggregate: string | null
  correlation: string | null
  /** From a moment on, and before a moment. */
  from: number | null
  to: number | null
  /** Text anywhere in it; ASCII letters match in either case. */
  text: string | null
}

/** @returns whether an event is one of those asked for; `visible` is its data as whoever asks may see it. */
export const matches = (event: LoggedEvent, filter: LogFilter, visible: unknown): boolean =>
  isAsked(filter.subject, event.subject) &&
  isAsked(filter.actor, event.actor) &&
  isAsked(filter.aggregate, event.aggregate) &&
  isAsked(filter.correlation, event.correlationId) &&
  (filter.from === null || event.time >= filter.from) &&
  (filter.to === null || event.time < filter.to) &&
  (filter.types === null || filter.types.some((glob) => globMatches(glob, event.type))) &&
  (filter.sources === null || filter.sources.some((glob) => globMatches(glob, sourceIn(event)))) &&
  (filter.text === null || says(event, filter.text, visible))

/** @returns whether a text is what a glob describes; `*` alone is special. In time of the text's length for each star. */
export const globMatches = (glob: string, text: string): boolean => {
  const [head = '', ...rest] = glob.split('*')
  const tail = rest.pop()
  if (tail === undefined) return glob === text
  if (!text.startsWith(head)) return false
  let at = head.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return text.length - tail.length >= at && text.endsWith(tail)
}

/** @returns a text with its ASCII letters in lower case, as SQLite's `lower` has it. */
export const asciiLower = (text: string): string => text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** @returns a text as it stands within JSON. */
export const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

const isAsked = (wanted: string | null, is: string | null): boolean => wanted === null || wanted === is

const sourceIn = ({ source, organisationId }: LoggedEvent): string => source ?? sourceOf(organisationId)

const says = (event: LoggedEvent, text: string, visible: unknown): boolean => {
  const { id, type, subject, actor, correlationId, extensions } = event
  const wanted = asciiLower(text)
  const attributes = [id, type, sourceIn(event), subject, actor ?? '', correlationId ?? '', extensions ?? ''].join('\n')
  if (asciiLower(attributes).includes(wanted)) return true
  const data = asciiLower(JSON.stringify(visible) ?? '')
  return data.includes(wanted) || data.includes(asciiLower(inJson(text)))
}
