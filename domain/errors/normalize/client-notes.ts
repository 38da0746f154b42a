import type { EventNote } from '../../../contract/occurrences.ts'
import { isJsonObject } from '../../json-object.ts'
import { invalid, mapItems, note, type Rule } from './walk.ts'

const CLIENT_NOTES = 20

/** What the SDK itself noted about the event. */
export const clientNotes: Rule<EventNote[]> = (errors, walk) => {
  if (!Array.isArray(errors)) return invalid(walk, errors)
  if (errors.length > CLIENT_NOTES) note(walk, 'too_many', errors.length)
  return mapItems(errors.slice(0, CLIENT_NOTES), walk, (entry) => {
    if (!isJsonObject(entry) || typeof entry.type !== 'string') return invalid(walk, entry)
    const name = typeof entry.name === 'string' ? entry.name : ''
    return { type: entry.type.slice(0, 64).toWellFormed(), name: name.slice(0, 200).toWellFormed() }
  })
}
