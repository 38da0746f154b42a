import { describe, expect, it } from 'vitest'
import { judgeFault, judgeProxyStatus } from '../../../../domain/events/kafka-fault.ts'

const now = { topics: ['signalbox.user.v1'], failingFor: 0 }
const long = { ...now, failingFor: 60_000 }
const broker = (type: string) => ({ name: 'KafkaJSProtocolError', type, message: 'in the words of the broker' })
const network = (name: string, code?: string, message = '') => ({ name, code, message })

describe('what a fault of kafkajs means', () => {
  it.each([
    ['MESSAGE_TOO_LARGE', 'too_large', /max\.message\.bytes/],
    ['RECORD_LIST_TOO_LARGE', 'too_large', /size/],
    ['INVALID_TOPIC_EXCEPTION', 'poison', /signalbox\.user\.v1/],
    ['INVALID_TIMESTAMP', 'poison', /time/],
    ['UNKNOWN_TOPIC_OR_PARTITION', 'closed', /topic does not exist.*signalbox\.user\.v1/],
    ['UNSUPPORTED_SASL_MECHANISM', 'unavailable', /KAFKA_SASL_MECHANISM/],
    ['ILLEGAL_SASL_STATE', 'unavailable', /KAFKA_SASL_MECHANISM/],
    ['TOPIC_AUTHORIZATION_FAILED', 'closed', /KAFKA_USERNAME.*signalbox\.user\.v1/],
    ['CLUSTER_AUTHORIZATION_FAILED', 'unavailable', /IdempotentWrite/],
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'unavailable', /new one/],
    ['NOT_LEADER_FOR_PARTITION', 'unavailable', /NOT_LEADER_FOR_PARTITION/],
  ])('%s: %s', (type, why, reason) => {
    const verdict = judgeFault(broker(type), now)
    expect(verdict.why).toBe(why)
    expect(verdict.reason).toMatch(reason)
  })

  it('a wrong password waits, and says which variables, but nothing of what they hold', () => {
    const fault = network('KafkaJSSASLAuthenticationError', undefined, 'Authentication failed for bridge:hunter2')
    const { why, reason } = judgeFault(fault, now)
    expect(why).toBe('unavailable')
    expect(reason).toMatch(/KAFKA_USERNAME or KAFKA_PASSWORD/)
    expect(reason).not.toMatch(/hunter2|bridge/)
  })

  it('a network without an answer waits, whether it names its error or not', () => {
    expect(judgeFault(network('KafkaJSConnectionError', 'ECONNREFUSED'), now).reason).toMatch(/nothing listens/)
    expect(judgeFault(network('KafkaJSConnectionError', 'ENOTFOUND'), now).reason).toMatch(/no such host/)
    expect(judgeFault(network('KafkaJSConnectionError'), now).reason).toMatch(/cannot be reached/)
    expect(judgeFault(network('KafkaJSRequestTimeoutError'), now).reason).toMatch(/in time/)
    expect(judgeFault(network('KafkaJSMetadataNotLoaded'), now).why).toBe('unavailable')
    const tls = 'proxy request failed, cannot connect to the specified address'
    expect(judgeFault(network('KafkaJSConnectionError', undefined, tls), now).reason).toMatch(/certificate/)
  })

  it('a broker that keeps closing connections is soon suspected of wanting TLS or a sign-in', () => {
    const closed = network('KafkaJSConnectionClosedError')
    expect(judgeFault(closed, now).reason).not.toMatch(/KAFKA_TLS/)
    expect(judgeFault(closed, long)).toMatchObject({ why: 'unavailable' })
    expect(judgeFault(closed, long).reason).toMatch(/KAFKA_TLS, KAFKA_SASL_MECHANISM/)
  })

  it('an error of our own is one that nobody foresaw', () => {
    expect(judgeFault({ name: 'TypeError', message: 'x of undefined' }, now)).toEqual({
      why: 'failed',
      reason: 'TypeError',
    })
  })
})

describe('what an answer of a REST proxy means', () => {
  it.each([
    [401, 'unavailable', /KAFKA_PASSWORD/],
    [40101, 'unavailable', /KAFKA_PASSWORD/],
    [403, 'closed', /topic-a/],
    [404, 'closed', /topic-a/],
    [40403, 'closed', /topic-a/],
    [413, 'too_large', /size/],
    [400, 'failed', /refuses/],
    [42206, 'failed', /42206/],
    [429, 'unavailable', /429/],
    [302, 'unavailable', /302/],
    [50003, 'unavailable', /50003/],
  ])('%i: %s', (code, why, reason) => {
    const verdict = judgeProxyStatus(code, 'topic-a')
    expect(verdict.why).toBe(why)
    expect(verdict.reason).toMatch(reason)
  })
})
