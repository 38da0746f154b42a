import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import { LIMITS } from '../../../contract/limits.ts'
import { logFailure } from '../../../platform/log.ts'
import { earlierIssues } from '../aliases/issues.ts'
import { docsPage } from '../pages/docs.ts'
import { problem } from '../problem.ts'
import { apiKeys } from './api-keys.ts'
import { auth } from './auth.ts'
import { deadLetters } from './dead-letters.ts'
import { describeSecurity, openApiDocument } from './document.ts'
import { emptyBodyHasNoType } from './empty-body.ts'
import { errors } from './errors.ts'
import { invitationLinks } from './invitation-links.ts'
import { issues } from './issues.ts'
import { live } from './live.ts'
import { memberInvitations } from './member-invitations.ts'
import { members } from './members.ts'
import { occurrences } from './occurrences.ts'
import { operations } from './operations.ts'
import { organisations } from './organisations.ts'
import { projectKeys } from './project-keys.ts'
import { projects } from './projects.ts'
import { router } from './route.ts'

/** Everything the core answers over HTTP, except what SDKs send. */
export const api = router()

api.use(requestId())
api.use(
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: [NONCE],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
    // Downloads and lists are fetched across origins by those who hold a token.
    crossOriginResourcePolicy: 'cross-origin',
    xFrameOptions: 'DENY',
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

api.use('/api/*', bodyLimit({ maxSize: LIMITS.eventBytes, onError: (c) => problem(c, 'too_large') }))
api.use('/api/*', emptyBodyHasNoType)

for (const subject of [
  auth,
  projects,
  projectKeys,
  apiKeys,
  issues,
  occurrences,
  errors,
  deadLetters,
  live,
  organisations,
  members,
  memberInvitations,
  invitationLinks,
])
  api.route('/api/v1', subject)
api.route('/', earlierIssues)
api.route('/', operations)

describeSecurity(api)
api.get('/openapi.json', (c) => c.json(openApiDocument(api)))
api.get('/docs', (c) => c.html(docsPage(openApiDocument(api), c.get('secureHeadersNonce') ?? '')))

api.notFound((c) => problem(c, 'not_found'))

api.onError((error, c) => {
  // Hono throws these for bodies that are no JSON, or not said to be; nothing else here uses them.
  if (error instanceof HTTPException && error.status === 400) return problem(c, 'malformed_json')
  if (error instanceof HTTPException && error.status === 415) return problem(c, 'unsupported_media_type')
  logFailure(error, { requestId: c.get('requestId'), method: c.req.method, path: c.req.routePath })
  return problem(c, 'internal')
})
