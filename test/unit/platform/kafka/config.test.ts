import { describe, expect, it } from 'vitest'
import { kafkaConfig } from '../../../../platform/kafka/config.ts'

const BROKERS = { KAFKA_BROKERS: 'a.example.com:9094' }
const told = (vars: Record<string, unknown>) => {
  const config = kafkaConfig(vars)
  if (!config.ok) throw new Error(config.error)
  return config.value
}
const refused = (vars: Record<string, unknown>) => {
  const config = kafkaConfig(vars)
  return config.ok ? `taken: ${JSON.stringify(config.value)}` : config.error
}

describe('where the bridge sends', () => {
  it('is to brokers, with the port of Kafka where none is named', () => {
    const { destination, topics } = told({ KAFKA_BROKERS: ' a.example.com:9094, 10.0.0.7 ,[::1]:9, b-1 ' })
    const brokers = ['a.example.com:9094', '10.0.0.7:9092', '[::1]:9', 'b-1:9092']
    expect(destination).toEqual({ kind: 'wire', brokers, tls: false })
    expect(topics).toEqual({ template: 'signalbox.<aggregate>.v1', overrides: [], headers: true })
  })

  it('is over TLS and with a sign-in where the variables say so', () => {
    const sasl = { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' }
    expect(told({ ...BROKERS, ...sasl, KAFKA_TLS: 'true' }).destination).toMatchObject({
      tls: true,
      sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'p' },
    })
  })

  it('is to a REST proxy, where its address is named instead', () => {
    const rest = { KAFKA_REST_URL: 'https://rest.example.com/kafka/v3/clusters/lkc-1/' }
    expect(told(rest).destination).toEqual({ kind: 'v3', url: 'https://rest.example.com/kafka/v3/clusters/lkc-1' })
    const v2 = told({ ...rest, KAFKA_REST_KIND: 'v2', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' })
    expect(v2).toMatchObject({ destination: { kind: 'v2', username: 'u', password: 'p' }, topics: { headers: false } })
  })

  it('is not disturbed by what is empty, by other bindings, or by variables of other programs', () => {
    expect(kafkaConfig({ ...BROKERS, KAFKA_TLS: '', KAFKA_CA: ' ', DB: {}, KAFKA_HEAP_OPTS: '-Xmx1g' }).ok).toBe(true)
  })
})

describe('what cannot be is refused, with the variable’s name', () => {
  it.each([
    'KAFKA_CA',
    'KAFKA_CERT',
    'KAFKA_KEY',
    'KAFKA_SSL_CA',
    'KAFKA_TLS_CA_FILE',
    'KAFKA_SSL_KEYSTORE_LOCATION',
    'KAFKA_TRUSTSTORE',
    'KAFKA_CLIENT_CERT',
    'KAFKA_SSL_KEY_PASSWORD',
    'KAFKA_TLS_REJECT_UNAUTHORIZED',
  ])('%s: a private authority or a client certificate', (name) => {
    expect(refused({ ...BROKERS, [name]: 'x' })).toMatch(new RegExp(`^${name}: .*not possible`))
  })

  it.each([
    [{}, /^KAFKA_BROKERS/],
    [{ KAFKA_BROKERS: ' , ' }, /^KAFKA_BROKERS/],
    [{ KAFKA_BROKERS: 'https://a:9092' }, /^KAFKA_BROKERS/],
    [{ KAFKA_BROKERS: 'a:0' }, /^KAFKA_BROKERS/],
    [{ KAFKA_BROKERS: 'a:70000' }, /^KAFKA_BROKERS: a:70000/],
    [{ KAFKA_BROKERS: 'bridge:secret@a:9092' }, /^KAFKA_BROKERS/],
    [{ KAFKA_BROKERS: 'bridge:very,secret@a:9092' }, /^KAFKA_BROKERS/],
    [{ ...BROKERS, KAFKA_TLS: 'maybe' }, /^KAFKA_TLS/],
    [{ ...BROKERS, KAFKA_SASL_MECHANISM: 'gssapi' }, /^KAFKA_SASL_MECHANISM/],
    [{ ...BROKERS, KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'secret' }, /^KAFKA_SASL_MECHANISM/],
    [{ ...BROKERS, KAFKA_SASL_MECHANISM: 'plain', KAFKA_PASSWORD: 'secret' }, /^KAFKA_USERNAME/],
    [{ ...BROKERS, KAFKA_SASL_MECHANISM: 'plain', KAFKA_USERNAME: 'u' }, /^KAFKA_PASSWORD/],
    [{ ...BROKERS, KAFKA_REST_URL: 'https://a' }, /^KAFKA_REST_URL/],
    [{ KAFKA_REST_URL: 'ftp://a' }, /^KAFKA_REST_URL/],
    [{ KAFKA_REST_URL: 'https://u:secret@a' }, /^KAFKA_REST_URL/],
    [{ KAFKA_REST_URL: 'https://:secret@a' }, /^KAFKA_REST_URL/],
    [{ KAFKA_REST_URL: 'https://a', KAFKA_REST_KIND: 'v1' }, /^KAFKA_REST_KIND/],
    [{ KAFKA_REST_URL: 'https://a', KAFKA_PASSWORD: 'secret' }, /^KAFKA_USERNAME/],
    [{ ...BROKERS, KAFKA_TOPIC_TEMPLATE: 'my topic' }, /^KAFKA_TOPIC_TEMPLATE/],
    [{ ...BROKERS, KAFKA_TOPIC_TEMPLATE: '<tenant>.v1' }, /^KAFKA_TOPIC_TEMPLATE/],
    [{ ...BROKERS, KAFKA_TOPICS: 'users' }, /^KAFKA_TOPICS/],
    [{ ...BROKERS, KAFKA_TOPICS: '[]' }, /^KAFKA_TOPICS/],
    [{ ...BROKERS, KAFKA_TOPICS: '{"user":"users"}' }, /^KAFKA_TOPICS: user/],
    [{ ...BROKERS, KAFKA_TOPICS: '{"user":{"topic":"a b"}}' }, /^KAFKA_TOPICS: the topic of user/],
    [{ ...BROKERS, KAFKA_TOPICS: '{"user":{"format":"avro"}}' }, /^KAFKA_TOPICS: user/],
    [{ ...BROKERS, KAFKA_TOPICS: '{"user":{"topics":"a"}}' }, /^KAFKA_TOPICS: user/],
  ])('%j', (vars, reason) => {
    expect(refused(vars)).toMatch(reason)
    expect(refused(vars)).not.toMatch(/secret/)
  })
})

describe('which topics the bridge is told', () => {
  it('are by type, glob and aggregate; a name of earlier systems is our type, and stays the name for plain', () => {
    const { overrides } = told({
      ...BROKERS,
      KAFKA_TOPICS: '{"UserRegistered":{"topic":"users","format":"plain"},"issue.*":{"topic":"alerts"},"log":{}}',
    }).topics
    expect(overrides).toEqual([
      { match: 'user.registered', earlierName: 'UserRegistered', topic: 'users', format: 'plain' },
      { match: 'issue.*', topic: 'alerts' },
      { match: 'log' },
    ])
  })
})
