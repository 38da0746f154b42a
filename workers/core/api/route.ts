import { createRoute, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import type { ZodError, ZodType } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { type FieldError, problem as problemSchema } from '../../../contract/problem.ts'
import { type Action, permitted } from '../../../domain/identity/access.ts'
import { problem } from '../problem.ts'
import { authenticate } from './caller.ts'
import { originAllowed } from './cors.ts'
import { idempotencyHeader, once, type Repeat } from './idempotency.ts'
import { overLimit } from './limits.ts'
import { unsound } from './sound-request.ts'

export interface ApiEnv {
  Bindings: Env
  Variables: {
    requestId: string
    traceId: string
    secureHeadersNonce?: string
    caller?: Caller
    /** The organisations that list the origin of the page that asks; undefined where no foreign page does. */
    allowedBy?: readonly string[]
  }
}
export type ApiContext = Context<ApiEnv>
/** What a request says, and the headers of its answer: of every route, whatever its middleware adds to the context. */
export type Asked = Pick<ApiContext, 'req' | 'env' | 'header'>

/**
 * Whom a route lets through. `self`: a person, about themselves, whatever their role. `self.account`: the same, where no
 * identity provider stands in between, because its word is good in one organisation only. `platform.admin`: an ADMIN.
 */
export type Permission = Action | 'self' | 'self.account' | 'platform.admin'

type Guard = MiddlewareHandler<{ Bindings: Env; Variables: { caller: Caller; allowedBy?: readonly string[] } }>

/** OpenAPI's word for: a bearer token, or the browser's cookie. */
export const SIGNED_IN = [{ bearer: [] }, { cookie: [] }]

/** @returns a router whose failed validations are problems with a JSON pointer for each field. */
export const router = () =>
  new OpenAPIHono<ApiEnv>({
    defaultHook: (result, c) =>
      result.success ? undefined : problem(c, 'invalid', { errors: fieldErrors(result.error) }),
  })

/** @returns a route that everyone gets through, signed in or not; what it shows them, its handler decides. */
export const open = <const R extends RouteConfig>(route: R) => createRoute(route)

/** @returns a route only someone with this permission gets through; its handler finds them in `c.var.caller`. */
export const can = <const R extends RouteConfig>(permission: Permission, route: R) =>
  createRoute({
    ...route,
    'x-permission': permission,
    security: SIGNED_IN,
    middleware: permit(permission),
  })

/**
 * @returns a route that makes something, for someone with this permission, once for each `Idempotency-Key`; its handler
 * gives the first fact it logs the id in `c.var.factId`. `repeat` is `secret` where the answer holds one.
 */
export const creating = <const R extends RouteConfig>(permission: Permission, route: R, repeat: Repeat = 'answer') => {
  // Handlers read the header's effect, never the header: so it is described, and left out of the route's type.
  const described: R = { ...route, request: { ...route.request, headers: idempotencyHeader } }
  return createRoute({
    ...described,
    'x-permission': permission,
    security: SIGNED_IN,
    middleware: [permit(permission), once(repeat)] as const,
  })
}

/** Lets only those through who have this permission, and notes who they are in `c.var.caller`; says which one it takes. */
export const permit = (permission: Permission): Guard & { permission: Permission } =>
  Object.assign(guard(permission), { permission })

const guard =
  (permission: Permission): Guard =>
  async (c, next) => {
    const known = await authenticate(c.req, c.env, (task) => c.executionCtx.waitUntil(task))
    if (await overLimit(c, known.ok ? known.value : null)) return problem(c, 'rate_limited')
    if (!known.ok) return problem(c, known.error)
    c.set('caller', known.value)
    if (!originAllowed(c.get('allowedBy'), known.value)) return problem(c, 'origin_not_allowed')
    const refused = refusal(known.value, permission)
    if (refused !== null) return problem(c, refused, { detail: `It takes ${permission}.` })
    return (await unsound(c)) ?? next()
  }

const refusal = (caller: Caller, permission: Permission): 'forbidden' | 'managed_by_provider' | null => {
  const { kind } = caller.credential
  switch (permission) {
    case 'self':
      return kind === 'session' ? null : 'forbidden'
    case 'self.account':
      if (kind !== 'session') return 'forbidden'
      return caller.credential.providerId === null ? null : 'managed_by_provider'
    case 'platform.admin':
      return kind === 'session' && caller.platformRole === 'ADMIN' ? null : 'forbidden'
    default:
      return permitted(caller, permission) ? null : 'forbidden'
  }
}

/** @returns the `responses` entry of a JSON answer. */
export const answer = <T extends ZodType>(schema: T, description: string) => ({
  content: { 'application/json': { schema } },
  description,
})

/** @returns the `request.body` entry of a JSON body. */
export const body = <T extends ZodType>(schema: T, required = true) => ({
  content: { 'application/json': { schema } },
  required,
})

/** The answer of everything that goes wrong. */
export const problems = {
  default: { content: { 'application/problem+json': { schema: problemSchema } }, description: 'A problem (RFC 9457)' },
} as const

/** @returns what a schema found wrong, with a JSON pointer for each field. */
export const fieldErrors = (error: ZodError): FieldError[] =>
  error.issues.map(({ path, code, message }) => ({
    pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    code,
    detail: message,
  }))
