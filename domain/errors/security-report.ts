import { isJsonObject, type JsonObject } from '../json-object.ts'

/** A browser puts as many reports in one request as it has gathered. */
const MOST_REPORTS = 50

/** What the Reporting API calls differently from the `csp-report` it replaced. */
const RENAMED: Record<string, string> = {
  blockedURL: 'blocked-uri',
  documentURL: 'document-uri',
  sample: 'script-sample',
}

/**
 * The events in what a browser reports about a Content Security Policy: `{"csp-report": {…}}` (CSP 2), or a list of reports
 * of the Reporting API (CSP 3, https://www.w3.org/TR/CSP3/#reporting). Reports about something else are left out.
 * @returns null where the body is neither
 */
export function eventsFromSecurityReport(body: unknown): JsonObject[] | null {
  if (Array.isArray(body)) return body.slice(0, MOST_REPORTS).flatMap(eventOfReport)
  if (!isJsonObject(body)) return null
  const report = body['csp-report']
  return isJsonObject(report) ? [cspEvent(report)] : null
}

function eventOfReport(report: unknown): JsonObject[] {
  if (!isJsonObject(report) || report.type !== 'csp-violation' || !isJsonObject(report.body)) return []
  return [
    cspEvent(Object.fromEntries(Object.entries(report.body).map(([name, value]) => [RENAMED[name] ?? name, value]))),
  ]
}

/** Names are left to normalization, which knows those with hyphens and those with capitals. */
function cspEvent(csp: JsonObject): JsonObject {
  const url = csp['document-uri']
  const request = typeof url === 'string' ? { request: { url } } : {}
  return { logger: 'csp', platform: 'other', level: 'warning', csp, ...request }
}
