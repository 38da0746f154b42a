import type { AcceptedMessage } from '../../../contract/occurrences.ts'
import { digestApart, type Fate, GIVE_UP_AFTER } from '../../../domain/errors/digest-apart.ts'
import { retryDelay } from '../../../domain/errors/retry.ts'
import { digestDeps, logWaiting, settle } from '../../../platform/digest.ts'

/** Digests a batch of the queue and says what became of each message. */
export async function digestOccurrences(batch: MessageBatch<AcceptedMessage>, env: Env): Promise<void> {
  const fates = await digestApart(
    digestDeps(env),
    batch.messages.map(({ body }) => body),
  )
  logWaiting(fates)
  for (const [index, message] of batch.messages.entries()) {
    const fate = fates[index] ?? { fate: 'later', detail: 'not reached' }
    try {
      await finish(message, fate, env)
    } catch {
      retry(message)
    }
  }
}

async function finish(message: Message<AcceptedMessage>, fate: Fate, env: Env): Promise<void> {
  if (fate.fate === 'later') return retry(message)
  if (fate.fate === 'failed') {
    if (message.attempts < GIVE_UP_AFTER) return retry(message)
    await settle(env, message.body, { fate: 'poison', reason: 'digest_failed', detail: fate.detail })
  } else if (fate.fate !== 'stored' || message.body.inboxKey) {
    await settle(env, message.body, fate)
  }
  message.ack()
}

function retry(message: Message<AcceptedMessage>): void {
  message.retry({ delaySeconds: Math.ceil(retryDelay(message.attempts) / 1000) })
}

/**
 * What the queue gave up on after all its tries goes into the spool, where it waits as long as it must: a database that
 * is away for days costs patience, not occurrences.
 */
export async function digestDeadOccurrences(batch: MessageBatch<AcceptedMessage>, env: Env): Promise<void> {
  await env.SPOOL.get(env.SPOOL.idFromName('spool')).keep(batch.messages.map(({ body }) => body))
  batch.ackAll()
}
