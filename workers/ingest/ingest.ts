import { LIMITS } from '../../contract/limits.ts'
import { isProject } from '../../domain/errors/dsn.ts'
import { discardBody } from '../../platform/unread-body.ts'
import { claimsOf } from './admission.ts'
import { alive, preflight, refused } from './answers.ts'
import type { Arrival } from './arrival.ts'
import { envelope } from './envelope.ts'
import { projectOfKey } from './key-directory.ts'
import { passOver } from './not-stored.ts'
import { report } from './report.ts'
import { security } from './security.ts'
import { store, storeByImage } from './store.ts'

type Handler = (arrival: Arrival) => Promise<Response>
type Methods = { [method: string]: Handler }

const spans: Handler = (arrival) => passOver(arrival, 'span')
const logs: Handler = (arrival) => passOver(arrival, 'log_item')

/** By endpoint and method. */
const ENDPOINTS = new Map<string, Methods>([
  ['envelope', { POST: envelope }],
  ['store', { POST: store, GET: storeByImage }],
  ['security', { POST: security }],
  ['csp-report', { POST: security }],
  ['otlp/v1/traces', { POST: spans }],
  ['otlp/v1/logs', { POST: logs }],
  ['integration/otlp/v1/traces', { POST: spans }],
  ['integration/otlp/v1/logs', { POST: logs }],
])

/** Paths of reports by hand: ours, and those of an earlier bug tracker whose clients still send. */
const REPORTS = new Map<string, Methods>([
  ['/api/v1/errors', { POST: report }],
  ['/api/errors', { POST: report }],
  ['/api/issues', { POST: report }],
  ['/api/test', { POST: report, GET: async () => alive() }],
])

/**
 * Whether the SDK side answers this request. Everything below a project's number is ours; a report by hand is, unless it
 * comes with what the API signs people in with.
 */
export function isIngestRequest(request: Request, pathname: string): boolean {
  if (!pathname.startsWith('/api/')) return false
  const { method, headers } = request
  const reports = REPORTS.get(withoutSlash(pathname))
  if (reports) return (method in reports || method === 'OPTIONS') && !isSignedIn(headers)
  const [, , first = '', second] = pathname.split('/')
  return isProject(first) || (ENDPOINTS.has(first) && !second)
}

/** Answers one request of the SDK side, always with CORS headers, and never with a 5xx for what the sender did. */
export async function ingest(request: Request, env: IngestEnv, context: ExecutionContext): Promise<Response> {
  if (request.method === 'OPTIONS') return preflight()
  const url = new URL(request.url)
  const arrival: Arrival = { request, url, env, context, now: Date.now() }
  const response = await answer(arrival).catch((error) => afterBug(url, error))
  if (!response.ok || !request.bodyUsed) await discardBody(request, LIMITS.discardedBytes)
  return response
}

function afterBug({ pathname }: URL, error: unknown): Response {
  // Where a bug is, never its message: that may quote the payload.
  const stack = error instanceof Error ? [error.name, ...(error.stack?.split('\n').slice(1, 6) ?? [])] : []
  console.error(JSON.stringify({ message: 'ingest failed', path: pathname, stack }))
  return refused({ status: 503, detail: 'the request could not be handled', headers: { 'retry-after': '30' } })
}

async function answer(arrival: Arrival): Promise<Response> {
  const path = withoutSlash(arrival.url.pathname)
  const reports = REPORTS.get(path)
  if (reports) return dispatch(arrival, reports)
  const [, , first = '', ...rest] = path.split('/')
  const project = isProject(first) ? first : undefined
  const handlers = project && rest[0] === 'cron' ? checkIn(rest) : ENDPOINTS.get(project ? rest.join('/') : first)
  if (!handlers) return refused({ status: 404, detail: 'there is no such endpoint' })
  if (project) return dispatch({ ...arrival, project }, handlers)
  // The first DSNs had no project in their path.
  const known = await projectOfKey(arrival, claimsOf(arrival))
  return dispatch(known ? { ...arrival, project: known } : arrival, handlers)
}

/** `/cron/{slug}[/{key}]`, for jobs that can only fetch a URL. */
function checkIn([, slug, key]: string[]): Methods | undefined {
  const handler = (arrival: Arrival) => passOver(arrival, 'monitor', key)
  return slug ? { GET: handler, POST: handler } : undefined
}

async function dispatch(arrival: Arrival, handlers: Methods): Promise<Response> {
  const handler = handlers[arrival.request.method]
  if (handler) return handler(arrival)
  const allow = [...Object.keys(handlers), 'OPTIONS'].join(', ')
  return refused({ status: 405, detail: `${arrival.request.method} is not allowed here`, headers: { allow } })
}

/** A bearer token, an API key or a session cookie belong to the API; DSN credentials beside them do not change that. */
function isSignedIn(headers: Headers): boolean {
  const authorization = headers.get('authorization')
  if (headers.has('x-sentry-auth')) return false
  if (authorization && !/^\s*(sentry|basic)\s/i.test(authorization)) return true
  return headers.has('x-api-key') || headers.get('cookie')?.includes('__Host-') === true
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path
}
