/** Why a request is not accepted, with what its sender should know. */
export interface Refusal {
  status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 422 | 429 | 503
  detail: string
  headers?: Record<string, string>
  /** More for the body, such as what was kept all the same. */
  more?: Record<string, unknown>
}

/** Browsers hide an answer, and with it every limit, from an SDK that has no CORS headers: they are on all answers. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-sentry-error, x-sentry-rate-limits, retry-after',
}

const JSON_HEADERS = { ...CORS, 'content-type': 'application/json' }

const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-allow-headers':
    'x-sentry-auth, x-requested-with, x-forwarded-for, origin, referer, accept, content-type, authentication, ' +
    'authorization, content-encoding, transfer-encoding, idempotency-key, sentry-trace, baggage, x-csrftoken',
  'access-control-max-age': '86400',
}

// The smallest transparent GIF, for trackers that can only load an image.
const PIXEL = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), (char) =>
  char.charCodeAt(0),
)

/** The 200 that SDKs take for success; Java and .NET take nothing else. */
export function accepted(id: string | null, rateLimits: string | null): Response {
  const headers = rateLimits === null ? JSON_HEADERS : { ...JSON_HEADERS, 'x-sentry-rate-limits': rateLimits }
  return new Response(id === null ? '{}' : `{"id":"${id}"}`, { headers })
}

/** Relay's form of an error: `detail` in the body and in `X-Sentry-Error`, where SDKs log it from. */
export function refused({ status, detail, headers, more }: Refusal): Response {
  return new Response(JSON.stringify({ detail, ...more }), {
    status,
    headers: { ...JSON_HEADERS, ...headers, 'x-sentry-error': headerText(detail) },
  })
}

/** By what its sender and we find a request again: in the answer, in logs, and in the sender's trace. */
export interface Named {
  requestId: string
  traceId: string
}

/** RFC 9457, for the plain report, whose senders are no SDKs. */
export function problem(refusal: Refusal, code: string, named: Named): Response {
  const { status, detail, headers, more } = refusal
  const body = {
    type: `/docs#${code}`,
    title: TITLES[status],
    status,
    detail,
    code,
    ...named,
    ...more,
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...CORS, ...headers, 'content-type': 'application/problem+json', 'x-sentry-error': headerText(detail) },
  })
}

const TITLES: Record<Refusal['status'], string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Too large',
  415: 'Unsupported encoding',
  422: 'Some fields are not valid',
  429: 'Too many requests',
  503: 'Unavailable',
}

export function preflight(): Response {
  return new Response(null, { status: 204, headers: PREFLIGHT })
}

export function pixel(): Response {
  return new Response(PIXEL, { headers: { ...CORS, 'content-type': 'image/gif', 'cache-control': 'no-store' } })
}

export function alive(): Response {
  return new Response('{"status":"ok"}', { headers: JSON_HEADERS })
}

/** Part of the detail may come from the request; a header value is printable ASCII. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?')
}
