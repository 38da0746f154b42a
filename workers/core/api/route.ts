import { createRoute, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import type { ZodError, ZodType } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { type FieldError, problem as problemSchema } from '../../../contract/problem.ts'
import { type Action, allowed } from '../../../domain/identity/access.ts'
import { problem } from '../problem.ts'
import { authenticate } from './caller.ts'

export interface ApiEnv {
  Bindings: Env
  Variables: { requestId: string; secureHeadersNonce?: string }
}
export type ApiContext = Context<ApiEnv>

/** OpenAPI's word for: a bearer token, or the browser's cookie. */
export const SIGNED_IN = [{ bearer: [] }, { cookie: [] }]

/** @returns a router whose failed validations are problems with a JSON pointer for each field. */
export const router = () =>
  new OpenAPIHono<ApiEnv>({
    defaultHook: (result, c) =>
      result.success ? undefined : problem(c, 'invalid', { errors: fieldErrors(result.error) }),
  })

/** @returns a route only someone whose role allows `action` gets through; its handler finds them in `c.var.caller`. */
export const can = <const R extends RouteConfig>(action: Action, route: R) =>
  createRoute({
    ...route,
    'x-permission': action,
    security: SIGNED_IN,
    middleware: permit(action),
  })

/** Lets only those through whose role allows `action`, and notes who they are in `c.var.caller`. */
export const permit =
  (action: Action): MiddlewareHandler<{ Bindings: Env; Variables: { caller: Caller } }> =>
  async (c, next) => {
    const known = await authenticate(c.req, c.env)
    if (!known.ok) return problem(c, known.error)
    if (!allowed(known.value.role, action)) return problem(c, 'forbidden', { detail: `It takes ${action}.` })
    c.set('caller', known.value)
    return next()
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

const fieldErrors = (error: ZodError): FieldError[] =>
  error.issues.map(({ path, code, message }) => ({
    pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    code,
    detail: message,
  }))
