import type { Code } from '../../../contract/event-settings.ts'
import type { NewCodes } from '../../../contract/events.ts'
import type { FieldError } from '../../../contract/problem.ts'
import { codeText, freshCodes } from '../../../domain/booking/codes.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import type { EventRow } from '../../../platform/db/events.ts'
import { soundEvent } from './event-plan.ts'
import { contentOf, keepChange } from './kept-change.ts'

/** As many as an event may have; all of them go to its room with each change. */
const MOST_CODES = 5000

interface CodesRequest {
  row: EventRow
  wish: NewCodes
  actor: string | null
  factId: string
  now: number
}

/** Makes codes that differ in nothing but their text, and adds them to an event. */
export const createCodes = async (
  env: Env,
  { row, wish, ...request }: CodesRequest,
): Promise<Result<{ codes: Code[]; version: number }, 'stale_version' | 'limit_reached' | FieldError[]>> => {
  const { count, prefix, length, version, ...alike } = wish
  if (version !== undefined && version !== row.version) return failed('stale_version')
  const { codes: before } = row.settings
  if (before.length + count > MOST_CODES) return failed('limit_reached')
  const taken = before.map(({ code }) => code)
  const draw = () => codeText(prefix, crypto.getRandomValues(new Uint8Array(length)))
  const codes = freshCodes(count, taken, draw).map((code): Code => ({ ...alike, code }))
  const content = contentOf(row)
  const changed = { ...content, settings: { ...content.settings, codes: [...before, ...codes] } }
  const sound = await soundEvent(env, { organisationId: row.organisationId, content: changed })
  if (!sound.ok) return failed(atTheWish(sound.error))
  const kept = await keepChange(env, { ...request, row, content: sound.value.content })
  return kept.ok ? ok({ codes, version: kept.value.version }) : kept
}

// They are all alike, so the first of them says what is wrong with the wish.
const atTheWish = (faults: FieldError[]): FieldError[] => {
  const seen = new Set<string>()
  return faults.flatMap((fault) => {
    const pointer = fault.pointer.replace(/^\/codes\/\d+/, '')
    if (seen.has(pointer)) return []
    seen.add(pointer)
    return [{ ...fault, pointer }]
  })
}
