import { LIMITS } from '../../contract/limits.ts'
import type { AcceptedMessage } from '../../contract/occurrences.ts'
import { keepInInbox } from '../../platform/inbox.ts'
import { sendOccurrences } from '../../platform/queues.ts'
import { keepInSpool } from '../../platform/spool.ts'
import type { Arrival } from './arrival.ts'

type Keeper = Pick<Arrival, 'env' | 'context'>

/**
 * Keeps what was received. When this returns, the bytes survive us: in the queue or the spool, whichever the deployment
 * uses, or in R2, from where a sweeper sends them on.
 * @returns false when all of them failed: nothing was kept, and the only honest answer is 503
 */
export async function accept(keeper: Keeper, messages: AcceptedMessage[]): Promise<boolean> {
  if (messages.length === 0) return true
  const stores = keeper.env.OCCURRENCE_STORE === 'queue' ? [toQueue, toSpool, toInbox] : [toSpool, toInbox]
  for (const store of stores) {
    try {
      await store(keeper, messages)
      return true
    } catch (error) {
      console.warn(
        JSON.stringify({ message: 'a store did not take occurrences', store: store.name, error: String(error) }),
      )
    }
  }
  return false
}

async function toQueue({ env }: Keeper, messages: AcceptedMessage[]): Promise<void> {
  const fitting = await Promise.all(
    messages.map((message) => (fits(message) ? message : keepInInbox(env.BUCKET, message))),
  )
  await sendOccurrences(env.OCCURRENCES, fitting)
}

function toSpool({ env, context }: Keeper, messages: AcceptedMessage[]): Promise<void> {
  return keepInSpool(env.SPOOL, context, messages)
}

async function toInbox({ env }: Keeper, messages: AcceptedMessage[]): Promise<void> {
  await Promise.all(messages.map((message) => keepInInbox(env.BUCKET, message)))
}

function fits({ body }: AcceptedMessage): boolean {
  return (body?.length ?? 0) <= LIMITS.queuedBodyBytes
}
