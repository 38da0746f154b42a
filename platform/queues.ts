import type { AcceptedMessage } from '../contract/occurrences.ts'

// Bodies are binary: JSON would make them a third larger.
const CONTENT_TYPE = 'v8'

/** What `sendBatch` takes at most, with room for what the queue adds to each message. */
const BATCH_MESSAGES = 100
const BATCH_BYTES = 240_000

/** Durable when it returns. @throws when the queue refuses: too many messages a second, too large a backlog, an outage */
export async function sendOccurrences(queue: Queue<AcceptedMessage>, messages: AcceptedMessage[]): Promise<void> {
  const [only] = messages
  if (only && messages.length === 1) {
    await queue.send(only, { contentType: CONTENT_TYPE })
    return
  }
  for (const batch of batches(messages)) {
    await queue.sendBatch(batch.map((body) => ({ body, contentType: CONTENT_TYPE })))
  }
}

function batches(messages: AcceptedMessage[]): AcceptedMessage[][] {
  const all: AcceptedMessage[][] = []
  let bytes = 0
  for (const message of messages) {
    const size = (message.body?.length ?? 0) + 2048
    const batch = all.at(-1)
    bytes += size
    if (batch && batch.length < BATCH_MESSAGES && bytes <= BATCH_BYTES) batch.push(message)
    else {
      all.push([message])
      bytes = size
    }
  }
  return all
}
