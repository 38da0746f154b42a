import { LIMITS } from '../contract/limits.ts'
import type { AcceptedMessage } from '../contract/occurrences.ts'

/** How long a request waits for the call that another one makes for it, before it makes its own. */
const LATE_MS = 2000

interface Batch {
  messages: AcceptedMessage[]
  bytes: number
  kept: Promise<void>
}

let gathering: Batch | null = null

/**
 * Keeps messages in the spool object; durable when it returns. Requests that an isolate handles at the same time go in
 * one call and one write, which is a third of the work of a call each.
 * @throws when the spool does not answer
 */
export async function keepInSpool(
  spool: IngestEnv['SPOOL'],
  context: Pick<ExecutionContext, 'waitUntil'>,
  messages: AcceptedMessage[],
): Promise<void> {
  const joined = gathering
  const batch = joined ?? begin(spool, context)
  batch.messages.push(...messages)
  for (const { body } of messages) batch.bytes += body?.length ?? 0
  if (batch.bytes > LIMITS.digestBytes || batch.messages.length >= LIMITS.digestEvents) gathering = null
  if (!joined) return batch.kept
  // A request that waits for nothing of its own is taken for hung, and the other's call may die with its isolate's patience:
  // the timer answers both.
  const late = await Promise.race([batch.kept, scheduler.wait(LATE_MS).then(() => true)])
  if (late) await spool.get(spool.idFromName('spool')).keep(messages)
}

function begin(spool: IngestEnv['SPOOL'], context: Pick<ExecutionContext, 'waitUntil'>): Batch {
  const batch: Batch = { messages: [], bytes: 0, kept: Promise.resolve() }
  gathering = batch
  batch.kept = flush(spool, batch)
  // The sender of the first message may hang up; the others' messages must not go with it.
  context.waitUntil(batch.kept.catch(() => undefined))
  return batch
}

async function flush(spool: IngestEnv['SPOOL'], batch: Batch): Promise<void> {
  await scheduler.wait(0)
  if (gathering === batch) gathering = null
  await spool.get(spool.idFromName('spool')).keep(batch.messages)
}
