import type { AcceptedMessage } from '../../contract/occurrences.ts'
import { ingest, isIngestRequest } from '../ingest/ingest.ts'
import { api } from './api/app.ts'
import { digestDeadOccurrences, digestOccurrences } from './consumers/occurrences.ts'
import { everyMinute } from './cron.ts'

export * from '../../durable-objects/index.ts'

export default {
  fetch(request, env, context) {
    const { pathname } = new URL(request.url)
    return isIngestRequest(request, pathname) ? ingest(request, env, context) : api.fetch(request, env, context)
  },
  queue(batch, env) {
    return batch.queue.endsWith('-dead') ? digestDeadOccurrences(batch, env) : digestOccurrences(batch, env)
  },
  scheduled(controller, env) {
    return everyMinute(env, controller.scheduledTime)
  },
} satisfies ExportedHandler<Env, AcceptedMessage>
