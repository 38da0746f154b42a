import type { LiveFrame } from '../../../contract/live.ts'
import { topicsFor } from '../../../domain/events/topic.ts'

const text = { type: 'string' }
const position = { type: 'integer', minimum: 0, description: 'Position in the log' }
const digits = { type: 'string', pattern: '^\\d+$' }

const CONTEXT = {
  specversion: { const: '1.0' },
  id: { ...text, description: 'Unique within its source' },
  source: { ...text, format: 'uri-reference' },
  type: text,
  subject: text,
  time: { ...text, format: 'date-time' },
  partitionkey: { ...text, description: 'What keeps its order: the id of the thing it happened to' },
  sequence: { ...digits, description: 'Counts within one thing from 1, padded so that text sorts as numbers do' },
  actor: { ...text, description: "Who did it: a person's or an API key's id" },
  traceparent: { ...text, description: 'W3C Trace Context' },
  correlationid: { ...text, description: 'Of one request and all that came of it' },
  causationid: { ...text, description: 'Id of the event that this one came of' },
}
const REQUIRED = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'partitionkey']

/** A CloudEvent in its JSON format, as the live feed and topics in structured mode carry it. */
export const CLOUD_EVENT = {
  type: 'object',
  required: [...REQUIRED, 'datacontenttype', 'data'],
  properties: {
    ...CONTEXT,
    datacontenttype: { const: 'application/json' },
    replay: { const: true, description: 'It is told again, on demand' },
    data: { description: 'As the type has it' },
  },
}

/** The attributes of a CloudEvent as Kafka headers (CloudEvents Kafka protocol binding, binary mode). */
export const KAFKA_HEADERS = {
  type: 'object',
  required: [...REQUIRED.map((name) => `ce_${name}`), 'ce_organization', 'content-type'],
  properties: {
    'content-type': { const: 'application/json' },
    ...Object.fromEntries(Object.entries(CONTEXT).map(([name, schema]) => [`ce_${name}`, schema])),
    ce_organization: { ...text, description: 'Whose event it is; ids are unique within one organisation' },
    ce_replay: { const: 'true', description: 'It is told again, on demand' },
  },
}

const topic = { type: 'string', enum: topicsFor(() => true) }
const topics = { type: 'array', items: topic }
const flag = { type: 'boolean' }
const told = { position, topic, data: { $ref: '#/components/schemas/CloudEvent' } }

const issue = {
  type: 'object',
  properties: {
    id: text,
    projectId: text,
    count: { type: 'integer' },
    users: { type: 'integer' },
    lastSeen: CONTEXT.time,
  },
}
const refused = {
  type: 'object',
  properties: { topic: text, reason: { type: 'string', enum: ['unknown', 'forbidden'] } },
}

const message = (name: string, summary: string, payload: object) => ({
  name,
  title: name,
  summary,
  contentType: 'application/json',
  payload: { type: 'object', ...payload },
})

const frame = (type: LiveFrame['type'], summary: string, properties: Record<string, object>) =>
  message(type, summary, {
    required: ['type', ...Object.keys(properties)],
    properties: { type: { const: type }, ...properties },
  })

/** What the live feed sends. */
export const LIVE_SENT = {
  'live.hello': frame('hello', 'The first: where the log ends', { position }),
  'live.event': frame('event', 'A fact, once and in the order of the log', told),
  'live.replay': frame('replay', 'A fact that is told again, to those who asked for that', told),
  'live.activity': frame('activity', 'Issues were met again', { topic, issues: { type: 'array', items: issue } }),
  'live.resync': frame('resync', 'Too much was missed: read anew what is shown, and go on from here', { position }),
  'live.subscribed': frame('subscribed', 'What is heard from now on, and what of the wish is refused', {
    topics,
    replay: flag,
    refused: { type: 'array', items: refused },
  }),
  'live.presence': frame('presence', 'How many people listen', { listeners: { type: 'integer' } }),
} satisfies Record<`live.${LiveFrame['type']}`, object>

/** What the live feed takes. */
export const LIVE_TAKEN = {
  'live.subscribe': message('subscribe', 'Which topics the socket wants, and whether it hears what is told again', {
    properties: { subscribe: topics, replay: flag, read: { type: 'integer', minimum: 0 } },
  }),
}
