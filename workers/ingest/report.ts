import { LIMITS } from '../../contract/limits.ts'
import { decodeJson } from '../../domain/errors/decode.ts'
import { parseDsn } from '../../domain/errors/dsn.ts'
import { reportFaults } from '../../domain/errors/report.ts'
import { occurrenceFromReport } from '../../domain/errors/stack-strings.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { readTraceparent } from '../../domain/trace-context.ts'
import { readBody } from '../../platform/decompress.ts'
import { eventIdOf } from '../../platform/event-id.ts'
import { type Admission, admit, admitAnonymous, claimsOf, keptOut, presentsKey } from './admission.ts'
import { accepted, type Named, problem, type Refusal } from './answers.ts'
import type { Arrival } from './arrival.ts'
import { bodyRefusal } from './envelope.ts'
import { projectOfKey } from './key-directory.ts'
import { keepEvent } from './store.ts'

type Coded = Refusal & { code: string }
type Report = Record<string, unknown>

const REQUEST_ID = /^[\w=-]{1,255}$/
const REPORT_LIMITS = { requestBytes: LIMITS.eventBytes, decompressedBytes: LIMITS.eventBytes }

/** `POST /api/v1/errors`, for senders that are no Sentry SDK: a flat report that becomes an event. */
export async function report(arrival: Arrival): Promise<Response> {
  const kept = await keepReport(arrival)
  return kept.ok ? accepted(kept.value, null) : problem(kept.error, kept.error.code, namesOf(arrival.request))
}

/** The names its sender gave, where it did; else new ones. */
function namesOf({ headers }: Request): Named {
  const given = headers.get('x-request-id') ?? ''
  const sent = readTraceparent(headers.get('traceparent') ?? undefined)
  return {
    requestId: REQUEST_ID.test(given) ? given : crypto.randomUUID(),
    traceId: sent?.traceId ?? crypto.randomUUID().replaceAll('-', ''),
  }
}

async function keepReport(arrival: Arrival): Promise<Result<string, Coded>> {
  const body = await readBody(arrival.request, REPORT_LIMITS)
  if (!body.ok) return failed({ ...bodyRefusal(body.error), code: 'invalid' })
  const json = decodeJson(body.value.bytes)
  const fields = json.ok && typeof json.value === 'object' ? (json.value as Report | null) : null
  const admission = await admitReport(arrival, fields)
  if (!admission.ok) return admission
  if (!json.ok) return failed({ status: 400, code: 'malformed_json', detail: json.error.detail })
  const errors = reportFaults(json.value)
  if (errors.length > 0)
    return failed({ status: 422, code: 'invalid', detail: 'The report was not understood', more: { errors } })
  const tooMany = keptOut(arrival, admission.value, { category: 'error', quantity: 1 })
  if (tooMany) return failed({ ...tooMany, code: 'too_many_requests' })
  const event = eventOf(arrival, admission.value, json.value)
  const bytes = new TextEncoder().encode(JSON.stringify(event))
  const kept = await keepEvent(arrival, admission.value, { body: { bytes }, event })
  return kept.ok ? kept : failed({ ...kept.error, code: 'internal' })
}

/**
 * The same `Idempotency-Key` with the same report is the same event, and the digest counts an event once. With another
 * report it is another event: without a memory of keys the reuse cannot be refused, and nothing may be lost.
 */
function eventOf(arrival: Arrival, { project }: Admission, fields: unknown): Report {
  const event = occurrenceFromReport(fields)
  const retryKey = arrival.request.headers.get('idempotency-key')
  return retryKey ? { ...event, event_id: eventIdOf(`${project} ${retryKey}\n${JSON.stringify(event)}`) } : event
}

async function admitReport(arrival: Arrival, fields: Report | null): Promise<Result<Admission, Coded>> {
  const claims = { ...claimsOf(arrival), dsn: fields?.dsn }
  const anonymous = arrival.env.ANONYMOUS_ERRORS_PROJECT
  // A DSN that cannot be read is a mistake its sender should hear of.
  const presented = presentsKey(claims) || Boolean(fields?.dsn)
  if (!presented && anonymous) return coded(await admitAnonymous(arrival, anonymous))
  if (!presented)
    return failed({ status: 401, code: 'unauthenticated', detail: 'neither a DSN key nor a bearer token was given' })
  const project = await projectNamed(arrival, fields)
  return coded(await admit({ ...arrival, ...(project && { project }) }, claims))
}

/** A report may name its project in the body or the query; a bare key is looked up, which no SDK needs. */
async function projectNamed(arrival: Arrival, fields: Report | null): Promise<string | null> {
  const named = fields?.project ?? arrival.url.searchParams.get('project')
  if (typeof named === 'string' || typeof named === 'number') return String(named)
  if (parseDsn(fields?.dsn)) return null
  return projectOfKey(arrival, claimsOf(arrival))
}

function coded(admission: Result<Admission, Refusal>): Result<Admission, Coded> {
  if (admission.ok) return ok(admission.value)
  const { status } = admission.error
  return failed({ ...admission.error, code: status === 403 ? 'forbidden' : 'invalid' })
}
