import { LIMITS } from '../../contract/limits.ts'
import type { Accepted } from '../../contract/occurrences.ts'
import { clientReportOutcomes } from '../../domain/errors/client-report.ts'
import { decodeJson } from '../../domain/errors/decode.ts'
import { cutEnvelope, type Envelope, type EnvelopeFault, type EnvelopeItem } from '../../domain/errors/envelope.ts'
import { normalizeEventId } from '../../domain/errors/event-id.ts'
import { checkEventJson } from '../../domain/errors/event-json.ts'
import { categoryOf, fateOf } from '../../domain/errors/items.ts'
import { notStoredLimit } from '../../domain/errors/rate-limits.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { type Body, readBody } from '../../platform/decompress.ts'
import { newEventId } from '../../platform/event-id.ts'
import { keptBody } from '../../platform/kept-body.ts'
import { type Admission, admit, claimsOf, presentsKey, tooMany } from './admission.ts'
import { accepted, type Refusal, refused } from './answers.ts'
import type { Arrival } from './arrival.ts'
import { keepFiles } from './attachments.ts'
import { addFault, type Intake, keep, newIntake, notesOf } from './intake.ts'

type Parts = { body: Body; envelope: Envelope }

/**
 * `POST /api/{project}/envelope/`. A damaged envelope is answered 400 (413 where a size is the matter), but what could be
 * read before the damage is kept, and the answer says how much and under which id: an SDK throws the envelope away on
 * any error, so this was its only chance.
 */
export async function envelope(arrival: Arrival): Promise<Response> {
  const opened = await open(arrival)
  if (!opened.ok) return refused(opened.error)
  const { admission, parts } = opened.value
  const intake = await takeIn(arrival, admission, parts)
  const refusal = await keep(arrival, admission, intake)
  if (refusal) return refused(refusal)
  if (intake.fault) return refused({ ...intake.fault, more: whatWasKept(intake) })
  return accepted(intake.id, notStoredLimit(intake.notStored))
}

/** Checks the key as early as it can be known: before the body where headers or query name it, else after. */
async function open(arrival: Arrival): Promise<Result<{ admission: Admission; parts: Parts }, Refusal>> {
  const claims = claimsOf(arrival)
  const admitted = presentsKey(claims) ? await admit(arrival, claims) : null
  if (admitted && !admitted.ok) return admitted
  const read = await readBody(arrival.request, LIMITS)
  if (!read.ok) return failed(bodyRefusal(read.error))
  const parts = { body: read.value, envelope: cutEnvelope(read.value.bytes) }
  const { dsn } = parts.envelope.header
  // The DSN in the header must agree with what was checked before.
  const admission = admitted && dsn === undefined ? admitted : await admit(arrival, { ...claims, dsn })
  if (!admission.ok) return parts.envelope.fault && !admitted ? failed(faultRefusal(parts.envelope.fault)) : admission
  return ok({ admission: admission.value, parts })
}

async function takeIn(arrival: Arrival, admission: Admission, { body, envelope }: Parts): Promise<Intake> {
  const intake = newIntake()
  const taking: Taking = {
    intake,
    body,
    headerId: normalizeEventId(envelope.header.event_id),
    notes: notesOf(arrival, admission, envelope.header),
    closed: admission.closed,
  }
  const files = envelope.items.filter((item) => takeItem(taking, item))
  if (envelope.fault) {
    addFault(intake, faultRefusal(envelope.fault))
    intake.outcomes.push({ category: 'unknown', reason: envelope.fault.reason, quantity: 1 })
  }
  if (files.length === 0) return intake
  const { headerId: eventId, notes } = taking
  try {
    await keepFiles(
      { bucket: arrival.env.BUCKET, bytes: body.bytes, items: files, eventId: eventId ?? intake.id, notes },
      intake,
    )
  } catch {
    intake.outcomes.push({ category: 'attachment', reason: 'store_failed', quantity: files.length })
    addFault(intake, { status: 503, detail: 'the attachments could not be stored', headers: { 'retry-after': '30' } })
  }
  return intake
}

interface Taking {
  intake: Intake
  body: Body
  headerId: string | null
  notes: ReturnType<typeof notesOf>
  closed: Admission['closed']
}

/** @returns whether the item is a file, which is left to the end */
function takeItem(taking: Taking, item: EnvelopeItem): boolean {
  const { intake, body } = taking
  const fate = fateOf(item.type, item.header.item_count)
  if (fate.fate === 'skip') {
    intake.outcomes.push({ category: fate.category ?? 'unknown', reason: 'not_stored', quantity: fate.quantity })
    if (fate.category) intake.notStored.add(fate.category)
  } else if (fate.fate === 'count') {
    const report =
      item.end - item.start <= LIMITS.clientReportBytes ? decodeJson(body.bytes.subarray(item.start, item.end)) : null
    if (report?.ok) intake.outcomes.push(...clientReportOutcomes(report.value))
  } else if (taking.closed) {
    intake.outcomes.push({ category: categoryOf(fate.kind), reason: taking.closed.reason, quantity: 1 })
    addFault(intake, tooMany(taking.closed, taking.notes.receivedAt))
  } else if (fate.kind === 'attachment') return true
  else takeEvent(taking, item, fate.kind)
  return false
}

function takeEvent({ intake, body, headerId, notes }: Taking, item: EnvelopeItem, kind: Accepted['kind']): void {
  const { index, type, start, end } = item
  const category = categoryOf(kind)
  if (end - start > LIMITS.eventBytes) {
    intake.outcomes.push({ category, reason: 'too_large', quantity: 1 })
    addFault(intake, { status: 413, detail: `item ${index} (${type}) is larger than ${LIMITS.eventBytes} bytes` })
    return
  }
  const idKnown = headerId !== null && intake.messages.every(({ meta }) => meta.eventId !== headerId)
  const event = checkEventJson(body.bytes.subarray(start, end), idKnown)
  if (!event.ok) {
    intake.outcomes.push({ category, reason: 'malformed', quantity: 1 })
    addFault(intake, { status: 400, detail: `item ${index} (${type}) at byte ${start}: ${event.error}` })
    return
  }
  // The id in the header wins; a second event of the envelope cannot have it too. What a person wrote belongs to the event it
  // names, and is not that event.
  const own = idKnown ? headerId : normalizeEventId(event.value?.event_id)
  const taken = own === null || kind === 'user_report' || intake.messages.some(({ meta }) => meta.eventId === own)
  const eventId = taken ? newEventId() : own
  const kept = keptBody(body, start, end)
  intake.messages.push({ meta: { ...notes, kind, eventId, ...kept.notes }, body: kept.body })
  intake.id ??= kind === 'user_report' ? headerId : eventId
}

export function bodyRefusal({
  reason,
  detail,
}: {
  reason: 'too_large' | 'unknown_encoding' | 'corrupt'
  detail: string
}): Refusal {
  return { status: ({ too_large: 413, unknown_encoding: 415, corrupt: 400 } as const)[reason], detail }
}

function faultRefusal({ reason, item, offset, detail }: EnvelopeFault): Refusal {
  const where = item === undefined ? 'envelope header' : `item ${item}`
  return { status: reason === 'malformed' ? 400 : 413, detail: `${where} at byte ${offset}: ${detail}` }
}

function whatWasKept({ id, messages }: Intake): Record<string, unknown> {
  return { kept: messages.length, ...(id && messages.length > 0 && { id }) }
}
