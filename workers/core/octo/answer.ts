import type { Context, MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ZodType } from 'zod'
import type { Problem, ProblemCode } from '../../../contract/problem.ts'
import type { Refusal } from '../../../contract/room.ts'
import type { OctoCapabilities } from '../../../domain/booking/octo-product.ts'
import { type ApiEnv, fieldErrors } from '../api/route.ts'
import { problem } from '../problem.ts'

/** OCTO's errors: a word, and the id that it is about. All are 400, but for what is not there and what broke. */
export type OctoError =
  | { error: 'INVALID_PRODUCT_ID'; productId: string }
  | { error: 'INVALID_OPTION_ID'; optionId: string }
  | { error: 'INVALID_UNIT_ID'; unitId: string }
  | { error: 'INVALID_AVAILABILITY_ID'; availabilityId: string }
  | { error: 'INVALID_BOOKING_UUID'; uuid: string }
  | { error: 'BAD_REQUEST' | 'UNPROCESSABLE_ENTITY' }

const MESSAGES: Readonly<Record<OctoError['error'], string>> = {
  INVALID_PRODUCT_ID: 'The productId is not one of ours',
  INVALID_OPTION_ID: 'The optionId is not one of this product',
  INVALID_UNIT_ID: 'The unitId is not one of this option',
  INVALID_AVAILABILITY_ID: 'The availabilityId is not one of this product and option, or is past',
  INVALID_BOOKING_UUID: 'The uuid is not one of your bookings, or it has expired',
  BAD_REQUEST: 'The request is not formatted as it should be',
  UNPROCESSABLE_ENTITY: 'The request is well formed and cannot be done',
}

const CODES: Readonly<Record<OctoError['error'], ProblemCode>> = {
  INVALID_PRODUCT_ID: 'not_found',
  INVALID_OPTION_ID: 'not_found',
  INVALID_UNIT_ID: 'not_found',
  INVALID_AVAILABILITY_ID: 'not_found',
  INVALID_BOOKING_UUID: 'not_found',
  BAD_REQUEST: 'invalid',
  UNPROCESSABLE_ENTITY: 'not_changeable',
}

/** @returns a refusal in OCTO's shape; `code` says the same in the words of our own API. */
export const octoRefusal = (
  c: Context,
  error: OctoError,
  { detail, code }: { detail?: string; code?: ProblemCode } = {},
) => c.json({ ...error, errorMessage: detail ?? MESSAGES[error.error], code: code ?? CODES[error.error] }, 400)

/** @returns what a room refused, in OCTO's shape. */
export const refusedByRoom = (c: Context, { reason, detail }: Refusal, uuid: string) =>
  reason === 'not_found' || reason === 'expired'
    ? octoRefusal(c, { error: 'INVALID_BOOKING_UUID', uuid }, { code: reason })
    : octoRefusal(c, { error: 'UNPROCESSABLE_ENTITY' }, { code: reason, ...(detail === undefined ? {} : { detail }) })

const WORDS: Partial<Record<number, readonly [status: number, error: string]>> = {
  401: [400, 'UNAUTHORIZED'],
  403: [400, 'FORBIDDEN'],
  404: [404, 'NOT_FOUND'],
  429: [429, 'TOO_MANY_REQUESTS'],
  500: [500, 'INTERNAL_SERVER_ERROR'],
}

/** Says what guards and the rest of the house refuse in OCTO's shape, and which capabilities were heard. */
export const octoAnswers: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next()
  if (c.res.headers.get('Content-Type')?.startsWith('application/problem+json')) {
    const told = (await c.res.json()) as Problem
    const [status, error] = WORDS[told.status] ?? [400, 'BAD_REQUEST']
    const body = { error, errorMessage: told.detail ?? told.title, code: told.code, requestId: told.requestId }
    c.res = new Response(JSON.stringify({ ...body, ...(told.errors === undefined ? {} : { errors: told.errors }) }), {
      status: status as ContentfulStatusCode,
      headers: { 'Content-Type': 'application/json' },
    })
  }
  const { content, pricing } = capabilitiesOf(c)
  const heard = [...(content ? ['octo/content'] : []), ...(pricing ? ['octo/pricing'] : [])]
  c.header('Octo-Capabilities', heard.join(', '))
}

/** @returns what a reseller asked for by the header of this name, or the parameter `_capabilities` where none can be sent. */
export const capabilitiesOf = (c: Context): OctoCapabilities => {
  const asked = (c.req.header('Octo-Capabilities') ?? c.req.query('_capabilities') ?? '').split(',')
  const named = new Set(asked.map((name) => name.trim().toLowerCase()))
  return { content: named.has('octo/content'), pricing: named.has('octo/pricing') }
}

/** @returns the body of a request as a schema wants it; or the answer that refuses it. */
export const readBody = async <T>(c: Context, schema: ZodType<T>): Promise<{ wish: T } | { refused: Response }> => {
  let body: unknown
  try {
    const text = await c.req.text()
    body = text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    return { refused: problem(c, 'malformed_json') }
  }
  const read = schema.safeParse(body)
  if (read.success) return { wish: read.data }
  return { refused: problem(c, 'invalid', { errors: fieldErrors(read.error) }) }
}

/** @returns both forms of a path: resellers end theirs with a slash, or not. */
export const both = (path: string): [string, string] => [path, `${path}/`]
