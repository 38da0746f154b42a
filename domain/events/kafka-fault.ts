/** An error of a client of Kafka, the innermost of its causes: those around it say nothing that can be relied on. */
export interface KafkaFault {
  name: string
  /** The broker's name of it, where the broker answered. */
  type?: string | undefined
  /** The network's name of it. */
  code?: string | undefined
  message: string
}

/**
 * What a fault means for who sent. `unavailable`: nothing can be sent now. `too_large`: the records are too many, or the
 * one is too big. `poison`: these records will never be taken. `closed`: their topic is not there, or not for us.
 * `failed`: nobody foresaw it.
 */
export interface KafkaVerdict {
  why: 'unavailable' | 'too_large' | 'poison' | 'closed' | 'failed'
  reason: string
}

/** What brokers answer, and what a person has to know of it. */
const ANSWERS: Readonly<Record<string, KafkaVerdict>> = {
  MESSAGE_TOO_LARGE: { why: 'too_large', reason: 'the broker takes no record of this size (max.message.bytes)' },
  RECORD_LIST_TOO_LARGE: { why: 'too_large', reason: 'the broker takes no batch of this size (segment.bytes)' },
  INVALID_TOPIC_EXCEPTION: { why: 'poison', reason: 'the topic has a name that Kafka does not allow' },
  INVALID_TIMESTAMP: { why: 'poison', reason: 'the broker refuses the time of the record' },
  INVALID_RECORD: { why: 'poison', reason: 'the broker refuses the record' },
  UNKNOWN_TOPIC_OR_PARTITION: {
    why: 'closed',
    reason: 'the topic does not exist: create it, or change KAFKA_TOPIC_TEMPLATE or KAFKA_TOPICS',
  },
  UNSUPPORTED_SASL_MECHANISM: away('the broker does not offer this KAFKA_SASL_MECHANISM'),
  ILLEGAL_SASL_STATE: away('the broker expects no sign-in here: leave out KAFKA_SASL_MECHANISM, or use another port'),
  SASL_AUTHENTICATION_FAILED: away('the broker refuses KAFKA_USERNAME or KAFKA_PASSWORD'),
  TOPIC_AUTHORIZATION_FAILED: { why: 'closed', reason: 'KAFKA_USERNAME may not write to the topic' },
  CLUSTER_AUTHORIZATION_FAILED: away('KAFKA_USERNAME may not write idempotently (IdempotentWrite on the cluster)'),
  OUT_OF_ORDER_SEQUENCE_NUMBER: away('the broker lost track of the producer; a new one takes its place'),
}

/** For how long a broker may close connections before it is likely that it is spoken to in the wrong way. */
const LIKELY_WRONG_AFTER_MS = 60_000

/** What was sent when a fault came: to which topics, and for how long (ms) sending has failed by then. */
export interface Circumstances {
  topics: readonly string[]
  failingFor: number
}

/** Judges a fault by its innermost cause, and by its age. */
export function judgeFault(fault: KafkaFault, { topics, failingFor }: Circumstances): KafkaVerdict {
  const { name, type, code, message } = fault
  if (name === 'KafkaJSSASLAuthenticationError') return known('SASL_AUTHENTICATION_FAILED', topics)
  if (type !== undefined) return known(type, topics)
  if (!name.startsWith('KafkaJS')) return { why: 'failed', reason: name }
  if (code === 'ENOTFOUND') return away('no such host: KAFKA_BROKERS, or what the broker advertises')
  if (code === 'ECONNREFUSED') return away('nothing listens at the broker’s address')
  const lasting = failingFor >= LIKELY_WRONG_AFTER_MS
  if (name === 'KafkaJSRequestTimeoutError') return away('the broker does not answer in time')
  if (name === 'KafkaJSConnectionClosedError')
    return away(`the broker closes the connection${lasting ? LIKELY_NO_SIGN_IN : ''}`)
  if (name === 'KafkaJSConnectionError' && message.includes('proxy request failed'))
    return away(
      'the broker cannot be reached, or its certificate is not one that a public authority signed for this host',
    )
  return away(`the broker cannot be reached${lasting ? LIKELY_NO_SIGN_IN : ''} (${name})`)
}

const LIKELY_NO_SIGN_IN = ': it likely wants TLS or a sign-in (KAFKA_TLS, KAFKA_SASL_MECHANISM)'

const known = (type: string, topics: readonly string[]): KafkaVerdict => {
  const { why, reason } = ANSWERS[type] ?? away('the broker refuses')
  return { why, reason: `${reason} (${type.includes('TOPIC') ? `${topics.join(', ')}: ` : ''}${type})` }
}

/** Judges what a REST proxy answers instead of 200: an HTTP status, or an `error_code` that begins with one. */
export function judgeProxyStatus(code: number, topic: string): KafkaVerdict {
  const status = Number(String(code).slice(0, 3))
  if (status === 401) return away('the REST proxy refuses KAFKA_USERNAME or KAFKA_PASSWORD (401)')
  if (status === 403) return { why: 'closed', reason: `KAFKA_USERNAME may not write to ${topic} (403)` }
  if (status === 404)
    return { why: 'closed', reason: `the REST proxy knows no such topic or cluster: ${topic} (${code})` }
  if (status === 413) return { why: 'too_large', reason: 'the REST proxy takes no record of this size (413)' }
  if (status === 400 || status === 422) return { why: 'failed', reason: `the REST proxy refuses the record (${code})` }
  return away(`the REST proxy answers ${code}`)
}

function away(reason: string): KafkaVerdict {
  return { why: 'unavailable', reason }
}
