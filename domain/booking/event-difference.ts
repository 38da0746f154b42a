import { canonicalJson } from '../canonical-json.ts'
import type { EventContent } from './event-content.ts'

/** @returns the names of fields, of the event and its settings, that do not say the same any more. */
export const changedFields = (before: EventContent, after: EventContent): string[] => {
  const { settings: earlier, ...was } = before
  const { settings: later, ...is } = after
  return different({ ...was, ...earlier }, { ...is, ...later })
}

const different = (before: Record<string, unknown>, after: Record<string, unknown>): string[] =>
  Object.keys(after).filter((key) => canonicalJson(before[key] ?? null) !== canonicalJson(after[key] ?? null))
