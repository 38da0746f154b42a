import { decodeJson } from '../../domain/errors/decode.ts'
import { eventsFromSecurityReport } from '../../domain/errors/security-report.ts'
import { readBody } from '../../platform/decompress.ts'
import { type Admission, admit, claimsOf, keptOut } from './admission.ts'
import { accepted, refused } from './answers.ts'
import type { Arrival } from './arrival.ts'
import { bodyRefusal } from './envelope.ts'
import { note } from './leases.ts'
import { keepEvent } from './store.ts'

const REPORT_BYTES = 64 * 1024
const REPORT_LIMITS = { requestBytes: REPORT_BYTES, decompressedBytes: REPORT_BYTES }

/** `POST /api/{project}/security/`, where browsers report violations of a Content Security Policy. */
export async function security(arrival: Arrival): Promise<Response> {
  const admission = await admit(arrival, claimsOf(arrival))
  if (!admission.ok) return refused(admission.error)
  const body = await readBody(arrival.request, REPORT_LIMITS)
  if (!body.ok) return refused(bodyRefusal(body.error))
  const json = decodeJson(body.value.bytes)
  if (!json.ok) return refused({ status: 400, detail: json.error.detail })
  const events = eventsFromSecurityReport(json.value)
  if (!events) return refused({ status: 400, detail: 'the body is no report about a Content Security Policy' })
  if (events.length === 0) {
    noteNotStored(arrival, admission.value)
    return accepted(null, null)
  }
  const tooMany = keptOut(arrival, admission.value, { category: 'security', quantity: events.length })
  return tooMany ? refused(tooMany) : keepAll(arrival, admission.value, events)
}

async function keepAll(arrival: Arrival, admission: Admission, events: Record<string, unknown>[]): Promise<Response> {
  let id: string | null = null
  for (const event of events) {
    const full = { ...event, ...deployment(arrival) }
    const kept = await keepEvent(arrival, admission, {
      body: { bytes: new TextEncoder().encode(JSON.stringify(full)) },
      event: full,
    })
    if (!kept.ok) return refused(kept.error)
    id ??= kept.value
  }
  return accepted(id, null)
}

/** A policy's `report-uri` says in its query what an SDK would say in the event. */
function deployment({ url, request }: Arrival): Record<string, unknown> {
  const release = url.searchParams.get('sentry_release')
  const environment = url.searchParams.get('sentry_environment')
  const userAgent = request.headers.get('user-agent')
  return {
    ...(release && { release }),
    ...(environment && { environment }),
    ...(userAgent && { contexts: { user_agent: { value: userAgent.slice(0, 300) } } }),
  }
}

function noteNotStored(arrival: Arrival, { project, keyNumber }: Admission): void {
  if (keyNumber !== null)
    note(arrival, project, { used: 0, outcomes: [{ category: 'security', reason: 'not_stored', quantity: 1 }] })
}
