import { LIMITS } from '../../contract/limits.ts'
import { decodeJson, decodeStoreBody } from '../../domain/errors/decode.ts'
import { normalizeEventId } from '../../domain/errors/event-id.ts'
import { isJsonObject, type JsonObject } from '../../domain/json-object.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { type Body, inflateCapped, readBody } from '../../platform/decompress.ts'
import { newEventId } from '../../platform/event-id.ts'
import { keptBody } from '../../platform/kept-body.ts'
import { type Admission, admit, claimsOf, keptOut } from './admission.ts'
import { accepted, pixel, type Refusal, refused } from './answers.ts'
import type { Arrival } from './arrival.ts'
import { bodyRefusal } from './envelope.ts'
import { keep, newIntake, notesOf } from './intake.ts'

const OPEN_BRACE = 0x7b
const STORE_LIMITS = { requestBytes: LIMITS.requestBytes, decompressedBytes: 2 * LIMITS.eventBytes }

/** `POST /api/{project}/store/`, the endpoint of older SDKs: one event, as JSON or as base64 of (zlib of) JSON. */
export async function store(arrival: Arrival): Promise<Response> {
  const stored = await storeBody(arrival, () => readBody(arrival.request, STORE_LIMITS))
  return stored.ok ? accepted(stored.value, null) : refused(stored.error)
}

/** `GET /api/{project}/store/?sentry_data=…`, for pages that can only load an image. */
export async function storeByImage(arrival: Arrival): Promise<Response> {
  const data = arrival.url.searchParams.get('sentry_data')
  if (!data) return refused({ status: 400, detail: 'the query has no sentry_data' })
  const bytes = new TextEncoder().encode(data)
  const stored = await storeBody(arrival, async () => ok({ bytes }))
  return stored.ok ? pixel() : refused(stored.error)
}

/** @returns the id of the kept event */
async function storeBody(arrival: Arrival, read: () => ReturnType<typeof readBody>): Promise<Result<string, Refusal>> {
  const admission = await admit(arrival, claimsOf(arrival))
  if (!admission.ok) return admission
  const tooMany = keptOut(arrival, admission.value, { category: 'error', quantity: 1 })
  if (tooMany) return failed(tooMany)
  const body = await read()
  if (!body.ok) return failed(bodyRefusal(body.error))
  const event = eventOf(body.value)
  if (!event.ok) return event
  return keepEvent(arrival, admission.value, event.value)
}

interface StoredEvent {
  body: Body
  event: JsonObject
}

function eventOf(body: Body): Result<StoredEvent, Refusal> {
  if (body.bytes.length > STORE_LIMITS.decompressedBytes) return failed(tooLarge)
  const json = body.bytes[0] === OPEN_BRACE
  const event = json
    ? decodeJson(body.bytes)
    : decodeStoreBody(body.bytes, (bytes) => inflateCapped(bytes, LIMITS.eventBytes))
  if (!event.ok)
    return failed(
      event.error.reason === 'not_json' ? { status: 400, detail: event.error.detail } : bodyRefusal(event.error),
    )
  if (!isJsonObject(event.value)) return failed({ status: 400, detail: 'the event is not a JSON object' })
  // What came wrapped is kept unwrapped, so that the digest meets JSON only.
  return ok({
    event: event.value,
    body: json ? body : { bytes: new TextEncoder().encode(JSON.stringify(event.value)) },
  })
}

/** Keeps one event that came alone. Its id is that in the payload, or a new one. */
export async function keepEvent(
  arrival: Arrival,
  admission: Admission,
  { body, event }: StoredEvent,
): Promise<Result<string, Refusal>> {
  if (body.bytes.length > LIMITS.eventBytes) return failed(tooLarge)
  const eventId = normalizeEventId(event.event_id) ?? newEventId()
  const kept = keptBody(body, 0, body.bytes.length)
  const meta = { ...notesOf(arrival, admission), kind: 'event' as const, eventId, ...kept.notes }
  const refusal = await keep(arrival, admission, { ...newIntake(), messages: [{ meta, body: kept.body }] })
  return refusal ? failed(refusal) : ok(eventId)
}

const tooLarge: Refusal = { status: 413, detail: `the event is larger than ${LIMITS.eventBytes} bytes` }
