import { LIMITS } from '../../../contract/limits.ts'
import type { JsonObject } from '../../json-object.ts'
import { pairsOf } from './lists.ts'
import { cleanText, jsonText } from './text.ts'
import { invalid, note, type Rule, type Walk } from './walk.ts'

const tagValue = jsonText(LIMITS.tagValueChars)

/**
 * Tags from an object or a list of pairs, values as text. Keys lose blanks as in Sentry; a key that is empty or too
 * long, or a value that is empty, is no tag. Every tag costs rows, so their number is capped.
 */
export const tags: Rule<Record<string, string>> = (value, walk) => {
  if (typeof value !== 'object' || value === null) return invalid(walk, value)
  const kept: Record<string, string> = {}
  let count = 0
  for (const [name, member] of pairsOf(value as JsonObject, walk)) {
    if (name === '' && member) invalid(walk, value)
    const key = tagKey(name, walk)
    if (key === undefined || Object.hasOwn(kept, key)) continue
    walk.path.push(key)
    const shown = member === null || member === undefined ? undefined : tagValue(member, walk)
    walk.path.pop()
    if (shown === undefined) continue
    if (++count > LIMITS.tags) {
      note(walk, 'too_many', LIMITS.tags)
      break
    }
    kept[key] = shown
  }
  return kept
}

function tagKey(name: string, walk: Walk): string | undefined {
  const key = cleanText(name.trim(), LIMITS.stringChars, walk).replaceAll(' ', '-')
  if (key === '' || key === '__proto__') return undefined
  if (key.length <= LIMITS.tagKeyChars) return key
  note(walk, 'value_too_long', key.slice(0, 32))
  return undefined
}
