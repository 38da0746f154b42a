import type { Context, TypedResponse } from 'hono'
import type { FieldError, Problem, ProblemCode } from '../../contract/problem.ts'

/** Status and title of every reason; no other place knows them. */
export const PROBLEMS = {
  malformed_json: [400, 'The body is not JSON'],
  invalid: [422, 'Some fields are not valid'],
  invalid_cursor: [422, 'The cursor does not belong to this list'],
  invalid_query: [422, 'The search cannot be understood'],
  unauthenticated: [401, 'Sign in first'],
  invalid_credentials: [401, 'The name or the password is wrong'],
  invalid_token: [401, 'The refresh token is not valid any more'],
  token_reused: [401, 'The refresh token was used before, so the sign-in has ended'],
  forbidden: [403, 'Your role does not allow this'],
  cross_site: [403, 'A browser that we know may do this from our own pages only'],
  not_found: [404, 'There is no such thing'],
  method_not_allowed: [405, 'This address does not answer that method'],
  upgrade_required: [426, 'This address speaks WebSocket'],
  second_factor_required: [401, 'A code of the authenticator app is needed too'],
  invalid_code: [401, 'The code is wrong, or was used before'],
  wrong_password: [403, 'That is not your password'],
  account_disabled: [403, 'This account has been switched off'],
  invalid_link: [410, 'The link is not valid any more'],
  wrong_account: [403, 'This is meant for another address'],
  managed_by_provider: [403, 'Your organisation signs you in, so this is changed there'],
  no_access: [403, 'Your organisation has not given you a role here'],
  address_not_verified: [403, 'The address has to be verified first'],
  provider_refused: [502, 'The identity provider did not sign you in'],
  provider_unavailable: [503, 'The identity provider does not answer'],
  invalid_logout_token: [400, 'The logout token is not valid'],
  origin_not_allowed: [403, 'The organisation does not allow this origin'],
  email_taken: [409, 'This email has an account'],
  username_taken: [409, 'This username is taken'],
  already_member: [409, 'This address is a member already'],
  last_owner: [409, 'An organisation keeps at least one owner'],
  last_admin: [409, 'A deployment keeps at least one ADMIN who can sign in with a password'],
  second_factor_on: [409, 'The second factor is switched on already'],
  second_factor_off: [409, 'There is no second factor to change'],
  limit_reached: [409, 'There are as many as there can be'],
  in_use: [409, 'Something else still needs it'],
  replay_running: [409, 'A replay to this reader is running already'],
  replay_over: [409, 'The replay has ended already'],
  event_id_taken: [409, 'Another event has this id'],
  unavailable: [409, 'Some of these places are taken'],
  capacity: [409, 'Not as many places are left'],
  no_block: [409, 'Not as many places are left side by side'],
  single_seats: [409, 'That leaves a seat single between others'],
  quota: [409, 'Not as many tickets of this type are left'],
  closed: [409, 'This is not on sale now'],
  limit: [409, 'That is not a number of places that one buyer may have'],
  expired: [409, 'The time for this is over'],
  unpaid: [409, 'This is to be paid first'],
  not_cancellable: [409, 'This cannot be cancelled any more'],
  not_changeable: [409, 'This cannot be changed any more'],
  price_differs: [409, 'The other place has another price'],
  invalid_places: [422, 'The event has no such places'],
  code_not_valid: [409, 'The code is not good here and now'],
  places_free: [409, 'Places are free, so nobody needs to wait for them'],
  too_many_watch: [503, 'As many watch as can be told now; availability can be read'],
  waiting_room: [409, 'So many want places that one has to queue first'],
  stale_version: [409, 'Someone else changed it meanwhile'],
  idempotency_in_progress: [409, 'The first request with this Idempotency-Key is still under way'],
  answer_not_kept: [409, 'This was done; the answer held a secret and is not kept'],
  idempotency_key_reused: [422, 'This Idempotency-Key was used for another request'],
  no_active_key: [409, 'Every key of the project is revoked'],
  too_many_attempts: [429, 'Too many attempts'],
  too_many_requests: [429, 'The project has used its share for now'],
  rate_limited: [429, 'Too many requests'],
  payload_gone: [410, 'The payload is not kept any more'],
  body_gone: [409, 'The bytes are not kept any more, so it cannot be sent again'],
  too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body has a type that is not read here'],
  internal: [500, 'Something broke on our side'],
} as const satisfies Record<ProblemCode, readonly [status: number, title: string]>

type ProblemStatus = (typeof PROBLEMS)[ProblemCode][0]

export interface ProblemDetails {
  detail?: string
  errors?: FieldError[]
  queue?: NonNullable<Problem['queue']>
}

/** Answers `application/problem+json` (RFC 9457). */
export const problem = (
  c: Context,
  code: ProblemCode,
  details: ProblemDetails = {},
): Response & TypedResponse<Problem, ProblemStatus, 'json'> => {
  const [status, title] = PROBLEMS[code]
  const { requestId = '', traceId } = c.var
  const about = { requestId, ...(traceId === undefined ? {} : { traceId }) }
  const body = { type: `/docs#${code}`, title, status, ...details, code, ...about }
  if (status === 401) c.header('WWW-Authenticate', 'Bearer realm="signalbox"')
  return c.json(body, status, { 'Content-Type': 'application/problem+json' })
}
