import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { randomId, sha256Hex } from '../../../platform/crypto.ts'

/** The header of a creating POST that may be sent twice. */
export const idempotencyHeader = z.object({ 'idempotency-key': z.string().min(1).max(255).optional() })

/**
 * The id of the fact that a creating POST logs. With the caller's `Idempotency-Key` it is made from that, so a repeat
 * collides on it and writes nothing; nobody else's equal key, and no other kind of thing, is the same.
 */
export const factIdOf = (kind: string, caller: Caller, retryKey: string | undefined): string =>
  retryKey === undefined
    ? randomId('e')
    : `e_${sha256Hex(JSON.stringify([kind, caller.organisationId, caller.userId, retryKey]))}`
