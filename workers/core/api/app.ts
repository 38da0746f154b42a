import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { logFailure } from '../../../platform/log.ts'
import { problem } from '../problem.ts'
import { auth } from './auth.ts'
import { issues } from './issues.ts'
import { operations } from './operations.ts'
import { projects } from './projects.ts'
import { router } from './route.ts'

/** Everything the core answers over HTTP, except what SDKs send. */
export const api = router()

api.use(requestId())
api.use(
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  }),
)
// Any page may call with a bearer token; cookies are not allowed along (`credentials` stays off).
api.use(
  '/api/*',
  cors({
    origin: '*',
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'X-Request-Id'],
    exposeHeaders: ['X-Request-Id', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'ETag'],
    maxAge: 86_400,
  }),
)

for (const subject of [auth, projects, issues]) api.route('/api/v1', subject)
api.route('/', operations)

api.notFound((c) => problem(c, 'not_found'))

api.onError((error, c) => {
  // Hono throws these for bodies that are no JSON; nothing else here uses them.
  if (error instanceof HTTPException && error.status === 400) return problem(c, 'malformed_json')
  logFailure(error, { requestId: c.get('requestId'), method: c.req.method, path: c.req.routePath })
  return problem(c, 'internal')
})
