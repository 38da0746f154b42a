import type { CatalogueEntry } from '../../../contract/catalogue/entry.ts'
import { dataSchema } from '../../../contract/catalogue/json-schema.ts'
import { CATALOGUE, type CloudEvent } from '../../../contract/domain-events.ts'
import { CLOUD_EVENT, KAFKA_HEADERS, LIVE_SENT, LIVE_TAKEN } from './asyncapi-messages.ts'
import { exampleEvent } from './example-event.ts'

export const ENTRIES: readonly [string, CatalogueEntry][] = Object.entries(CATALOGUE)

/** Which topic events of a type, and of an aggregate, go to. */
export type TopicOf = (type: string, aggregate: string) => string

/** Where things are: the host that answers, and the topics. */
export interface Addresses {
  host: string
  topicOf: TopicOf
}

/**
 * @returns the AsyncAPI 3.0 document of everything that Signalbox sends: Kafka topics, and the live feed. It is made of the catalogue alone, so that it cannot say anything else.
 */
export const asyncApiDocument = ({ host, topicOf }: Addresses) => {
  const byTopic = Map.groupBy(ENTRIES, ([type, { aggregate }]) => topicOf(type, aggregate))
  const topics = [...byTopic].map(([address, entries]) => ({ address, types: entries.map(([type]) => type) }))
  return {
    asyncapi: '3.0.0',
    info: INFO,
    defaultContentType: 'application/json',
    servers: {
      kafka: KAFKA_SERVER,
      live: { host, protocol: 'wss', description: 'This deployment', security: [ref('securitySchemes', 'bearer')] },
    },
    channels: {
      ...Object.fromEntries(topics.map((topic) => [`kafka.${topic.address}`, topicChannel(topic)])),
      live: LIVE_CHANNEL,
    },
    operations: {
      ...Object.fromEntries(
        topics.map(({ address, types }) => [`kafka.${address}`, sending(`kafka.${address}`, types)]),
      ),
      live: sending('live', Object.keys(LIVE_SENT)),
      'live.subscribe': { ...sending('live', Object.keys(LIVE_TAKEN)), action: 'receive' },
    },
    components: {
      messages: {
        ...Object.fromEntries(ENTRIES.map(([type, entry]) => [type, messageOf(type, entry)])),
        ...LIVE_MESSAGES,
      },
      schemas: { CloudEvent: CLOUD_EVENT, KafkaHeaders: KAFKA_HEADERS },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}

interface Topic {
  address: string
  types: string[]
}

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })

const topicChannel = ({ address, types }: Topic) => ({
  address,
  servers: [{ $ref: '#/servers/kafka' }],
  messages: Object.fromEntries(types.map((type) => [type, ref('messages', type)])),
  bindings: { kafka: { topic: address, bindingVersion: '0.5.0' } },
})

const sending = (channel: string, messages: readonly string[]) => ({
  action: 'send',
  channel: { $ref: `#/channels/${channel}` },
  messages: messages.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` })),
})

const messageOf = (type: string, entry: CatalogueEntry) => {
  const { $schema: _, ...payload } = dataSchema(entry, 'draft-7')
  const { aliases = [], summary, example } = entry
  return {
    name: type,
    title: type,
    summary,
    ...(aliases.length > 0 && { description: `Earlier systems called it ${aliases.join(', ')}.` }),
    contentType: 'application/json',
    headers: ref('schemas', 'KafkaHeaders'),
    payload,
    examples: [{ name: 'example', headers: headersOf(exampleEvent(type, entry)), payload: example }],
    bindings: { kafka: { key: { type: 'string', description: 'The partition key' }, bindingVersion: '0.5.0' } },
  }
}

/** Binary mode of the CloudEvents Kafka protocol binding, section 3.2: an attribute is a header, the data the value. */
const headersOf = ({ data: _, datacontenttype, ...attributes }: CloudEvent): Record<string, string> => ({
  'content-type': datacontenttype,
  ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)])),
})

const INFO = {
  title: 'Signalbox events',
  version: '1',
  description:
    'Every fact is one CloudEvent. Events of one thing are in order: `sequence` counts them from 1, and they share a ' +
    'partition key. Delivery is at least once; drop what has an `id` you know. Fields are added, never renamed. ' +
    'Topics may be given other names, and values in structured mode or as data alone, by configuration.',
  license: { name: 'MIT' },
  externalDocs: {
    url: 'https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md',
  },
}

const KAFKA_SERVER = {
  host: '{brokers}',
  protocol: 'kafka',
  description: 'The brokers that the bridge was configured with',
  variables: { brokers: { default: 'localhost:9092', description: '`KAFKA_BROKERS` of the bridge' } },
}

const LIVE_MESSAGES = { ...LIVE_SENT, ...LIVE_TAKEN }

const LIVE_CHANNEL = {
  address: '/api/v1/live',
  title: 'The live feed of an organisation',
  servers: [{ $ref: '#/servers/live' }],
  messages: Object.fromEntries(Object.keys(LIVE_MESSAGES).map((name) => [name, ref('messages', name)])),
  bindings: {
    ws: {
      method: 'GET',
      query: {
        type: 'object',
        properties: { since: { type: 'integer', minimum: 0, description: 'Go on after this position of the log' } },
      },
      bindingVersion: '0.1.0',
    },
  },
}
