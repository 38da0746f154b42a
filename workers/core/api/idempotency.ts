import type { MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { canonicalJson } from '../../../domain/canonical-json.ts'
import { readIdempotencyKey } from '../../../domain/idempotency-key.ts'
import { randomId, sha256Hex } from '../../../platform/crypto.ts'
import { FACT_IS_LOGGED, violatedUnique } from '../../../platform/db/commit.ts'
import { type Claimed, claimKey, forgetKey, keepAnswer, releaseKey } from '../../../platform/db/idempotency-keys.ts'
import { logFailure } from '../../../platform/log.ts'
import { problem } from '../problem.ts'
import { INVALID_KEY } from './invalid-key.ts'

/** What a repeat gets: the stored answer, or only the word that it was done, because the answer holds a secret. */
export type Repeat = 'answer' | 'secret'

/** The header of a creating POST that may be sent twice. */
export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .optional()
    .meta({
      description:
        'Any 1 to 255 characters, new for each wish. For 24 hours the same key with the same body is done once: a repeat ' +
        'gets the first answer (`Idempotency-Replayed: true`), or 409 `answer_not_kept` where that held a secret.',
      example: '0190a3f6-7f0c-7e7a-b5a2-9f6f3c1d2e4b',
    }),
})

type Once = MiddlewareHandler<{ Bindings: Env; Variables: { caller: Caller; requestId: string; factId: string } }>

/**
 * Does a request with an `Idempotency-Key` once. `c.var.factId` is for the fact that the route logs first: the same for
 * every try of one request, so that what an earlier try committed before it died cannot be committed again.
 */
export const once =
  (repeat: Repeat): Once =>
  async (c, next) => {
    const header = c.req.header('Idempotency-Key')
    if (header === undefined) {
      c.set('factId', randomId('e'))
      return next()
    }
    const key = readIdempotencyKey(header)
    if (key === null) return problem(c, 'invalid', INVALID_KEY)
    const { organisationId, userId } = c.var.caller
    const id = sha256Hex(JSON.stringify([organisationId, userId, c.req.method, c.req.path, key]))
    const claimed = await claimKey(c.env.DB, { id, fingerprint: fingerprint(await c.req.text()), now: Date.now() })
    if (claimed.state !== 'ours') return repeated(c, claimed)
    c.set('factId', `e_${sha256Hex(`${id} ${claimed.expiresAt}`)}`)
    await next()
    // The fact is in the log already: an earlier try got that far, and its answer went down with it.
    const lost = c.error !== undefined && violatedUnique(c.error) === FACT_IS_LOGGED
    if (lost) c.res = problem(c, 'answer_not_kept')
    const held = { id, startedAt: claimed.startedAt }
    await settle(c.env.DB, held, { answer: c.res, repeat: lost ? 'secret' : repeat, done: lost || c.res.ok }).catch(
      (error: unknown) => logFailure(error, { requestId: c.get('requestId'), path: c.req.path }),
    )
  }

interface Outcome {
  answer: Response
  repeat: Repeat
  done: boolean
}

const settle = async (
  db: D1Database,
  held: { id: string; startedAt: number },
  { answer, repeat, done }: Outcome,
): Promise<void> => {
  const body = async () => (repeat === 'secret' ? null : answer.clone().text())
  if (done) await keepAnswer(db, held, { status: answer.status, body: await body() })
  // A refusal changed nothing; of a failure nobody knows.
  else if (answer.status < 500) await forgetKey(db, held)
  else await releaseKey(db, held)
}

const repeated = (c: Parameters<Once>[0], claimed: Exclude<Claimed, { state: 'ours' }>): Response => {
  switch (claimed.state) {
    case 'under_way':
      c.header('Retry-After', String(claimed.secondsLeft))
      return problem(c, 'idempotency_in_progress')
    case 'other_body':
      return problem(c, 'idempotency_key_reused')
    case 'answered':
      if (claimed.body === null) return problem(c, 'answer_not_kept')
      c.header('Idempotency-Replayed', 'true')
      return c.body(claimed.body, claimed.status as ContentfulStatusCode, { 'Content-Type': 'application/json' })
  }
}

// Whoever serialises the same wish again may order its members differently.
const fingerprint = (body: string): string => {
  try {
    return sha256Hex(canonicalJson(JSON.parse(body)))
  } catch {
    return sha256Hex(body)
  }
}
