import { isJsonObject, type JsonObject } from '../../json-object.ts'

/**
 * The older `{event_id, name, email, comments}` of a crash-report dialog as the event that SDKs send today
 * (https://develop.sentry.dev/sdk/data-model/envelope-items/#user-feedback).
 *
 * @returns a raw event, to be normalized like any other; what is no object is answered as it came.
 */
export function feedbackFromReport(report: unknown): unknown {
  if (!isJsonObject(report)) return report
  const { event_id: event, name, email, comments, message, ...others } = report
  const feedback: JsonObject = {
    ...others,
    message: comments ?? message,
    contact_email: email,
    name,
    associated_event_id: typeof event === 'string' ? event.replaceAll('-', '') : undefined,
  }
  for (const key of Object.keys(feedback)) if (feedback[key] === undefined) delete feedback[key]
  return { contexts: { feedback }, user: { email: email ?? null, name: name ?? null } }
}
