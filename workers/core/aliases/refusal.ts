import type { Context, MiddlewareHandler } from 'hono'
import type { ZodType } from 'zod'
import { limitBody } from '../api/body-limits.ts'
import { crossOrigin } from '../api/cors.ts'
import { emptyBodyHasNoType } from '../api/empty-body.ts'
import { notStored } from '../api/not-stored.ts'
import { type ApiContext, type ApiEnv, fieldErrors } from '../api/route.ts'
import { soundRequest } from '../api/sound-request.ts'
import { wantsPage } from '../pages/booking/wants-page.ts'
import { problem } from '../problem.ts'

const PROBLEM = 'application/problem+json'
const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)/i

/**
 * Says a problem also in the words of the earlier systems: `timestamp`, `status`, `error`, `message` and `path` of Spring,
 * `statusCode` of Express. What a problem says stays beside them.
 */
export const earlierRefusal: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next()
  const { status } = c.res
  if (status < 400 || !c.res.headers.get('Content-Type')?.startsWith(PROBLEM)) return
  const told = (await c.res.json()) as { title: string; detail?: string }
  const theirs = {
    timestamp: new Date().toISOString(),
    statusCode: status,
    error: PHRASES[status] ?? 'Error',
    message: told.detail ?? told.title,
    path: c.req.path,
  }
  c.res = new Response(JSON.stringify({ ...told, ...theirs }), { status, headers: { 'Content-Type': PROBLEM } })
}

/** RFC 9110, section 15. */
const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** @returns whether a request on a path that is also a page comes from a client of an earlier system. */
export const isEarlierClient = (c: Pick<ApiContext, 'req'>): boolean => {
  const { method } = c.req
  if (method === 'GET' || method === 'HEAD') return !wantsPage((name) => c.req.header(name))
  const html = c.req.header('Accept')?.includes('text/html') === true
  return method === 'OPTIONS' || !(html || FORM.test(c.req.header('Content-Type') ?? ''))
}

const forEarlierClients =
  (middleware: MiddlewareHandler): MiddlewareHandler =>
  (c, next) =>
    isEarlierClient(c) ? middleware(c, next) : next()

/** What stands before everything under /api; on the paths of pages, before clients of earlier systems alone. */
export const asUnderApi: readonly MiddlewareHandler[] = [
  notStored,
  crossOrigin,
  earlierRefusal,
  limitBody,
  emptyBodyHasNoType,
  soundRequest,
].map(forEarlierClients)

/** @returns a handler for clients of earlier systems; whoever else comes to its path finds the page there. */
export const orPage =
  (answer: (c: ApiContext) => Promise<Response>): MiddlewareHandler<ApiEnv> =>
  (c, next) =>
    isEarlierClient(c) ? answer(c) : next()

/** @returns the body of a request as a schema wants it, nothing counting as `{}`; or the answer that refuses it. */
export const readWish = async <T>(
  c: ApiContext,
  schema: ZodType<T>,
): Promise<{ wish: T } | { refused: ReturnType<typeof problem> }> => {
  const type = c.req.header('Content-Type')
  if (type !== undefined && !/\bjson\b/i.test(type)) return { refused: problem(c, 'unsupported_media_type') }
  const text = await c.req.text()
  let body: unknown = {}
  try {
    if (text.trim() !== '') body = JSON.parse(text)
  } catch {
    return { refused: problem(c, 'malformed_json') }
  }
  const read = schema.safeParse(body)
  return read.success ? { wish: read.data } : { refused: problem(c, 'invalid', { errors: fieldErrors(read.error) }) }
}

/** @returns a page as the bare array of the earlier systems, with a `Link` to the next one (RFC 8288). */
export const bareArray = <T>(c: Context, { data, next }: { data: T[]; next: string | null }) => {
  if (next !== null) {
    const rest = new URL(c.req.url)
    rest.searchParams.set('cursor', next)
    c.header('Link', `<${rest.pathname}${rest.search}>; rel="next"`)
  }
  return c.json(data, 200)
}
