import { LIMITS } from '../contract/limits.ts'
import type { AcceptedMessage } from '../contract/occurrences.ts'

/** How long a request waits for the call, before it counts as failed. */
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
 * @throws when the spool does not answer within two seconds; the messages may have reached it all the same
 */
export async function keepInSpool(
  spool: IngestEnv['SPOOL'],
  context: Pick<ExecutionContext, 'waitUntil'>,
  messages: AcceptedMessage[],
): Promise<void> {
  const batch = gathering ?? begin(spool, context)
  batch.messages.push(...messages)
  for (const { body } of messages) batch.bytes += body?.length ?? 0
  if (batch.bytes > LIMITS.digestBytes || batch.messages.length >= LIMITS.digestEvents) gathering = null
  // The runtime takes a request with nothing of its own under way for hung; a timer of its own is that, too.
  const late = await Promise.race([batch.kept, scheduler.wait(LATE_MS).then(() => true)])
  if (late) throw new Error('the spool did not answer in time')
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
