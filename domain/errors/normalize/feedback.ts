import { isJsonObject, type JsonObject } from '../../json-object.ts'

/**
 * The older `{event_id, name, email, comments}` of a crash-report dialog as the event that SDKs send today
 * (https://develop.sentry.dev/sdk/data-model/envelope-items/#user-feedback).
 *
 * @returns a raw event, to be normalized like any other; what is no object is answered as it came.
 */
export function feedbackFromReport(report: unknown): unknown {
  if (!isJsonObject(report)) return report
  const feedback: JsonObject = {
    message: report.comments ?? report.message,
    contact_email: report.email,
    name: report.name,
    associated_event_id: typeof report.event_id === 'string' ? report.event_id.replaceAll('-', '') : undefined,
  }
  for (const key of Object.keys(feedback)) if (feedback[key] === undefined) delete feedback[key]
  return { contexts: { feedback }, user: { email: report.email ?? null, name: report.name ?? null } }
}
