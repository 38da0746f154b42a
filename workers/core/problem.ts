import type { Context, TypedResponse } from 'hono'
import type { FieldError, Problem, ProblemCode } from '../../contract/problem.ts'

export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 426 | 429 | 500

export interface ProblemDetails {
  detail?: string
  errors?: FieldError[]
}

/** Answers `application/problem+json` (RFC 9457). This is the only place that knows which reason has which status. */
export const problem = (
  c: Context,
  code: ProblemCode,
  details: ProblemDetails = {},
): Response & TypedResponse<Problem, ProblemStatus, 'json'> => {
  const [status, title] = describe(code)
  const body = { type: `/docs#${code}`, title, status, ...details, code, requestId: c.get('requestId') ?? '' }
  if (status === 401) c.header('WWW-Authenticate', 'Bearer realm="signalbox"')
  return c.json(body, status, { 'Content-Type': 'application/problem+json' })
}

/** @returns the status and the title of a reason. */
export const describe = (code: ProblemCode): [ProblemStatus, string] => {
  switch (code) {
    case 'malformed_json':
      return [400, 'The body is not JSON']
    case 'invalid':
      return [422, 'Some fields are not valid']
    case 'invalid_cursor':
      return [422, 'The cursor does not belong to this list']
    case 'invalid_query':
      return [422, 'The search cannot be understood']
    case 'unauthenticated':
      return [401, 'Sign in first']
    case 'invalid_credentials':
      return [401, 'The name or the password is wrong']
    case 'invalid_token':
      return [401, 'The refresh token is not valid any more']
    case 'token_reused':
      return [401, 'The refresh token was used before, so the sign-in has ended']
    case 'forbidden':
      return [403, 'Your role does not allow this']
    case 'cross_site':
      return [403, 'A signed-in browser may do this from our own pages only']
    case 'not_found':
      return [404, 'There is no such thing']
    case 'upgrade_required':
      return [426, 'This address speaks WebSocket']
    case 'email_taken':
      return [409, 'This email has an account']
    case 'username_taken':
      return [409, 'This username is taken']
    case 'stale_version':
      return [409, 'Someone else changed it meanwhile']
    case 'idempotency_key_reused':
      return [422, 'This Idempotency-Key was used for another request']
    case 'no_active_key':
      return [409, 'Every key of the project is revoked']
    case 'too_many_attempts':
      return [429, 'Too many attempts']
    case 'too_many_requests':
      return [429, 'The project has used its share for now']
    case 'payload_gone':
      return [410, 'The payload is not kept any more']
    case 'too_large':
      return [413, 'The body is too large']
    case 'internal':
      return [500, 'Something broke on our side']
  }
}
