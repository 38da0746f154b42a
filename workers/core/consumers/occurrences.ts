import type { AcceptedMessage } from '../../../contract/occurrences.ts'
import { digest, type Verdict } from '../../../domain/errors/digest.ts'
import { retryDelay } from '../../../domain/errors/retry.ts'
import { digestDeps, settle } from '../../../platform/digest.ts'

/** A message that failed this often is digested alone, so that it cannot hold up others. */
const ALONE_AFTER = 3

/** Digests a batch of the queue and says what became of each message. */
export async function digestOccurrences(batch: MessageBatch<AcceptedMessage>, env: Env): Promise<void> {
  const together = batch.messages.filter(({ attempts }) => attempts <= ALONE_AFTER)
  await digestTogether(together, env)
  for (const message of batch.messages) if (message.attempts > ALONE_AFTER) await digestTogether([message], env)
}

async function digestTogether(messages: readonly Message<AcceptedMessage>[], env: Env): Promise<void> {
  if (messages.length === 0) return
  try {
    const verdicts = await digest(
      digestDeps(env),
      messages.map(({ body }) => body),
    )
    for (const [index, message] of messages.entries()) await finish(message, verdicts[index], env)
  } catch (error) {
    console.warn(
      JSON.stringify({ message: 'digest will be tried again', messages: messages.length, error: String(error) }),
    )
    for (const message of messages) message.retry({ delaySeconds: Math.ceil(retryDelay(message.attempts) / 1000) })
  }
}

async function finish(message: Message<AcceptedMessage>, verdict: Verdict | undefined, env: Env): Promise<void> {
  if (verdict && (verdict.fate !== 'stored' || message.body.inboxKey)) await settle(env, message.body, verdict)
  message.ack()
}

/**
 * What the queue gave up on after all its tries goes into the spool, where it waits as long as it must: a database that
 * is away for days costs patience, not occurrences.
 */
export async function digestDeadOccurrences(batch: MessageBatch<AcceptedMessage>, env: Env): Promise<void> {
  await env.SPOOL.get(env.SPOOL.idFromName('spool')).keep(batch.messages.map(({ body }) => body))
  batch.ackAll()
}
