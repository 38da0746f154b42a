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
 * one is too big. `poison`: these records will never be taken. `failed`: nobody foresaw it.
 */
export interface KafkaVerdict {
  why: 'unavailable' | 'too_large' | 'poison' | 'failed'
  reason: string
}

/** What brokers answer, and what a person has to know of it. */
const ANSWERS: Readonly<Record<string, KafkaVerdict>> = {
  MESSAGE_TOO_LARGE: { why: 'too_large', reason: 'the broker takes no record of this size (max.message.bytes)' },
  RECORD_LIST_TOO_LARGE: { why: 'too_large', reason: 'the broker takes no batch of this size (segment.bytes)' },
  INVALID_TOPIC_EXCEPTION: { why: 'poison', reason: 'the topic has a name that Kafka does not allow' },
  INVALID_TIMESTAMP: { why: 'poison', reason: 'the broker refuses the time of the record' },
  INVALID_RECORD: { why: 'poison', reason: 'the broker refuses the record' },
  UNKNOWN_TOPIC_OR_PARTITION: away(
    'the topic does not exist: create it, or change KAFKA_TOPIC_TEMPLATE or KAFKA_TOPICS',
  ),
  UNSUPPORTED_SASL_MECHANISM: away('the broker does not offer this KAFKA_SASL_MECHANISM'),
  ILLEGAL_SASL_STATE: away('the broker expects no sign-in here: leave out KAFKA_SASL_MECHANISM, or use another port'),
  SASL_AUTHENTICATION_FAILED: away('the broker refuses KAFKA_USERNAME or KAFKA_PASSWORD'),
  TOPIC_AUTHORIZATION_FAILED: away('KAFKA_USERNAME may not write to the topic'),
  CLUSTER_AUTHORIZATION_FAILED: away('KAFKA_USERNAME may not write idempotently (IdempotentWrite on the cluster)'),
  OUT_OF_ORDER_SEQUENCE_NUMBER: away('the broker lost track of the producer; a new one takes its place'),
}

/** For how long a broker may close connections before it is likely that it is spoken to in the wrong way. */
const LIKELY_WRONG_AFTER_MS = 60_000

/** Judges a fault by its innermost cause, and by for how long (ms) sending has failed. */
export function judgeFault(fault: KafkaFault, failingFor: number): KafkaVerdict {
  const { name, type, code, message } = fault
  if (name === 'KafkaJSSASLAuthenticationError') return known('SASL_AUTHENTICATION_FAILED')
  if (type !== undefined) return known(type)
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

const known = (type: string): KafkaVerdict => {
  const answer = ANSWERS[type]
  return answer ? { why: answer.why, reason: `${answer.reason} (${type})` } : away(`the broker answers ${type}`)
}

function away(reason: string): KafkaVerdict {
  return { why: 'unavailable', reason }
}
