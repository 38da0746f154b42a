import { z } from 'zod'

/** The machine's reason of a problem. Clients switch on it, so a name is never reused for something else. */
export const problemCode = z.enum([
  'malformed_json',
  'invalid',
  'invalid_cursor',
  'invalid_query',
  'unauthenticated',
  'invalid_credentials',
  'invalid_token',
  'token_reused',
  'forbidden',
  'cross_site',
  'not_found',
  'method_not_allowed',
  'upgrade_required',
  'second_factor_required',
  'invalid_code',
  'wrong_password',
  'account_disabled',
  'invalid_link',
  'wrong_account',
  'managed_by_provider',
  'no_access',
  'address_not_verified',
  'provider_refused',
  'provider_unavailable',
  'invalid_logout_token',
  'origin_not_allowed',
  'email_taken',
  'username_taken',
  'already_member',
  'last_owner',
  'last_admin',
  'second_factor_on',
  'second_factor_off',
  'limit_reached',
  'in_use',
  'event_id_taken',
  'replay_running',
  'replay_over',
  'unavailable',
  'capacity',
  'no_block',
  'single_seats',
  'quota',
  'closed',
  'limit',
  'expired',
  'unpaid',
  'not_cancellable',
  'not_changeable',
  'price_differs',
  'invalid_places',
  'code_not_valid',
  'places_free',
  'waiting_room',
  'too_many_watch',
  'stale_version',
  'idempotency_in_progress',
  'answer_not_kept',
  'idempotency_key_reused',
  'no_active_key',
  'too_many_attempts',
  'too_many_requests',
  'rate_limited',
  'payload_gone',
  'body_gone',
  'too_large',
  'unsupported_media_type',
  'internal',
])
export type ProblemCode = z.infer<typeof problemCode>

export const fieldError = z
  .object({
    pointer: z
      .string()
      .meta({ description: 'JSON pointer (RFC 6901) into the body, or /name of a parameter', example: '/email' }),
    code: z.string(),
    detail: z.string(),
  })
  .meta({ id: 'FieldError' })
export type FieldError = z.infer<typeof fieldError>

/** RFC 9457 with the reason, the request and the fields concerned. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: problemCode,
    requestId: z.string(),
    traceId: z.string().optional().meta({ description: 'W3C trace context: finds the request in every log' }),
    errors: z.array(fieldError).optional(),
    queue: z
      .object({ api: z.string(), page: z.string() })
      .optional()
      .meta({ description: 'With `waiting_room`: where to queue, as a program and as a person' }),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problem>
