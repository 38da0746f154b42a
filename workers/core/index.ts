import type { WakeUp } from '../../contract/domain-events.ts'
import type { AcceptedMessage } from '../../contract/occurrences.ts'
import { ingest, isIngestRequest } from '../ingest/ingest.ts'
import { api } from './api/app.ts'
import { readOn } from './consumers/domain-events.ts'
import { digestDeadOccurrences, digestOccurrences } from './consumers/occurrences.ts'
import { everyMinute } from './cron.ts'

export * from '../../durable-objects/index.ts'

export default {
  fetch(request, env, context) {
    const { pathname } = new URL(request.url)
    return isIngestRequest(request, pathname) ? ingest(request, env, context) : api.fetch(request, env, context)
  },
  queue(batch, env) {
    if (isWakeUp(batch)) return readOn(batch, env)
    const occurrences = batch as MessageBatch<AcceptedMessage>
    return batch.queue.endsWith('-dead') ? digestDeadOccurrences(occurrences, env) : digestOccurrences(occurrences, env)
  },
  scheduled(controller, env) {
    return everyMinute(env, controller.scheduledTime)
  },
} satisfies ExportedHandler<Env, AcceptedMessage | WakeUp>

const isWakeUp = (batch: MessageBatch<AcceptedMessage | WakeUp>): batch is MessageBatch<WakeUp> =>
  batch.queue === 'signalbox-domain-events'
