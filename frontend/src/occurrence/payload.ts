import type { NormalizedEvent } from '../../../contract/occurrences.ts'
import type { Occurrence } from '../api/shapes.ts'

/** The event of an occurrence. The API describes it as any object; the digest stored it in canonical types. */
export const payloadOf = (occurrence: Occurrence) => occurrence.payload as Partial<NormalizedEvent>

/** A link is followed only where it leads to the web: a payload may say `javascript:`. */
export function webLink(text: string): string | null {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null
}

/** Free-form data as one line or more of text. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  return JSON.stringify(value, null, 2) ?? String(value)
}
