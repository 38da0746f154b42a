import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { type DryRun, dryRun, eventByHand, published } from '../../../contract/event-log.ts'
import { type Sent, sentEvents } from '../../../domain/events/http-binding.ts'
import { routeOf } from '../../../domain/events/kafka.ts'
import { topicOf } from '../../../domain/events/topic.ts'
import { readerNames } from '../../../platform/db/published-events.ts'
import { topicRules } from '../../../platform/kafka/config.ts'
import { LANES } from '../../../platform/lanes.ts'
import { problem } from '../problem.ts'
import { asView, visibleTo } from './event-view.ts'
import { judge, located, publish } from './publishing.ts'
import { answer, permit, problems, router, SIGNED_IN } from './route.ts'

export const eventPublisher = router()

const byHand = { schema: eventByHand }
const cloudEvent = {
  schema: eventByHand.extend({ specversion: z.literal('1.0'), id: z.string(), source: z.string() }),
}

// Described here, read below: events come in four forms, and each form says for itself what is wrong with it.
eventPublisher.openAPIRegistry.registerPath({
  method: 'post',
  path: '/domain-events',
  tags: ['event log'],
  summary: 'Say that something has happened',
  description:
    'CloudEvents 1.0 over HTTP, structured, binary or in batches of up to 100, or one event as plain JSON, in which id ' +
    'and source may be missing. All of a batch is logged or nothing of it. The id makes it safe to send again: the same ' +
    'event is a duplicate, another one of the same id is refused with 409. `dryRun=true` logs nothing and says of each ' +
    'event what would happen.',
  'x-permission': 'event.publish',
  security: SIGNED_IN,
  request: {
    query: z.object({ dryRun: z.enum(['true', 'false']).optional() }),
    body: {
      required: true,
      content: {
        'application/json': byHand,
        'application/cloudevents+json': cloudEvent,
        'application/cloudevents-batch+json': { schema: z.array(cloudEvent.schema) },
      },
    },
  },
  responses: {
    200: answer(z.union([dryRun, published]), 'What would happen; or every event was in the log already'),
    201: answer(published, 'The events as they were logged'),
    ...problems,
  },
})

eventPublisher.post('/domain-events', permit('event.publish'), async (c) => {
  const { caller } = c.var
  const dry = c.req.query('dryRun') ?? 'false'
  // Whoever asks for a trial in words that we do not know must not get the real thing.
  if (dry !== 'true' && dry !== 'false') return problem(c, 'invalid', UNKNOWN_DRY_RUN)
  const sent = sentEvents({ headers: c.req.raw.headers.entries(), body: await c.req.text() })
  if (!sent.ok)
    return problem(c, sent.error.reason, sent.error.reason === 'invalid' ? { errors: sent.error.errors } : {})
  if (dry === 'true') return c.json(await plannedFor(c.env, caller, sent.value), 200)
  const done = await publish(c.env, caller, sent.value)
  if (!done.ok) return problem(c, done.error.code, { errors: done.error.errors })
  const visible = visibleTo(caller)
  const data = done.value.map(({ outcome, event }) => ({ outcome, event: asView(event, visible) }))
  return c.json({ data }, data.some(({ outcome }) => outcome === 'logged') ? 201 : 200)
})

const UNKNOWN_DRY_RUN = { errors: [{ pointer: '/dryRun', code: 'invalid_value', detail: 'true or false' }] }

const plannedFor = async (env: Env, caller: Caller, sent: Sent): Promise<DryRun> => {
  const [verdicts, readers] = await Promise.all([judge(env, caller, sent), readerNames(env.DB)])
  // Where no lane of the bridge ever read the log, there is none.
  const topics = readers.some((name) => name.startsWith(LANES)) ? topicRules({ ...env }) : null
  const data = verdicts.map((verdict, index): DryRun['data'][number] => {
    const { outcome, draft } = verdict
    const accepted = outcome === 'accepted'
    return {
      outcome,
      errors: located(verdict, index, sent),
      type: draft?.type ?? null,
      aggregate: draft?.aggregate ?? null,
      partitionkey: draft?.partitionKey ?? null,
      topic: draft === null ? null : topicOf(draft.type),
      readers: accepted ? readers : [],
      kafkaTopics: accepted && topics?.ok ? [routeOf(verdict.draft, topics.value).topic] : [],
    }
  })
  return { dryRun: true, data }
}
