import { Kafka as KafkaBinding, type Message } from 'cloudevents'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoggedEvent } from '../../../../contract/domain-events.ts'
import {
  fitting,
  isTopic,
  kafkaRecord,
  oneOfEachKey,
  recordBytes,
  routeOf,
  type TopicRules,
} from '../../../../domain/events/kafka.ts'

const event: LoggedEvent = {
  position: 7,
  id: 'e_1',
  organisationId: 'o_1',
  type: 'user.registered',
  aggregate: 'user',
  partitionKey: 'u_1',
  sequence: 3,
  source: null,
  subject: 'u_1',
  actor: 'u_2',
  time: Date.UTC(2026, 5, 1, 18),
  loggedAt: Date.UTC(2026, 5, 1, 18, 0, 1),
  correlationId: 'c_1',
  causationId: 'e_0',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  extensions: '{"severity":5,"test":true,"region":"eu"}',
  data: '{"userId":"u_1","email":"zoë@example.com"}',
}
const rules = (overrides: TopicRules['overrides'] = [], headers = true): TopicRules => ({
  template: 'signalbox.<aggregate>.v1',
  overrides,
  headers,
})

describe('the topic of an event', () => {
  const topic = (type: string, overrides: TopicRules['overrides'] = []) =>
    routeOf({ type, aggregate: type.split('.')[0] ?? '' }, rules(overrides)).topic

  it('is of its aggregate, by the template', () => {
    expect(topic('waitlist.joined')).toBe('signalbox.waitlist.v1')
    expect(routeOf({ type: 'a.b', aggregate: 'a' }, { ...rules(), template: 'x.<type>' }).topic).toBe('x.a.b')
  })

  it('is another where a type, a glob or an aggregate says so, and the first that matches counts', () => {
    const overrides = [
      { match: 'user.registered', topic: 'UserRegistered' },
      { match: 'user.*', topic: 'users-<type>' },
      { match: 'booking', topic: 'bookings' },
      { match: '*', topic: 'rest' },
    ]
    expect(topic('user.registered', overrides)).toBe('UserRegistered')
    expect(topic('user.action_performed', overrides)).toBe('users-user.action_performed')
    expect(topic('booking.confirmed', overrides)).toBe('bookings')
    expect(topic('userx.registered', overrides)).toBe('rest')
  })

  it('has a name that Kafka allows', () => {
    for (const name of ['a', 'A.b_c-9', 'x'.repeat(249)]) expect(isTopic(name), name).toBe(true)
    for (const name of ['', '.', '..', 'a b', 'ä', 'a/b', 'x'.repeat(250)]) expect(isTopic(name), name).toBe(false)
  })
})

/** What every form says in its headers. */
const WHICH = { ce_id: 'e_1', ce_organization: 'o_1' }

describe('the value of a record', () => {
  const read = (record: ReturnType<typeof kafkaRecord>) =>
    KafkaBinding.toEvent({
      key: record.key,
      headers: record.headers,
      body: record.value,
      value: record.value,
    } as Message)

  it('is the data, with the attributes in headers, in the form binary', () => {
    const record = kafkaRecord(event, rules())
    expect(record).toMatchObject({
      topic: 'signalbox.user.v1',
      key: 'u_1',
      value: event.data,
      timestamp: event.loggedAt,
    })
    expect(record.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: 'e_1',
      ce_organization: 'o_1',
      ce_source: '/organizations/o_1',
      ce_type: 'user.registered',
      ce_subject: 'u_1',
      ce_time: '2026-06-01T18:00:00.000Z',
      ce_partitionkey: 'u_1',
      ce_sequence: '0000000003',
      ce_actor: 'u_2',
      ce_traceparent: event.traceparent,
      ce_correlationid: 'c_1',
      ce_causationid: 'e_0',
      ce_severity: '5',
      ce_test: 'true',
      ce_region: 'eu',
    })
  })

  it('is read by the SDK of CloudEvents, in both of its forms', () => {
    for (const format of ['binary', 'structured'] as const) {
      const found = read(kafkaRecord(event, rules([{ match: '*', format }])))
      expect(found).toMatchObject({ id: 'e_1', type: 'user.registered', subject: 'u_1', partitionkey: 'u_1' })
      expect(found).toMatchObject({ data: { userId: 'u_1', email: 'zoë@example.com' }, sequence: '0000000003' })
    }
  })

  it('is the whole event in the form structured, with its id in a header for who only looks there', () => {
    const { value, headers } = kafkaRecord(event, rules([{ match: 'user', format: 'structured' }]))
    expect(headers).toEqual({ 'content-type': 'application/cloudevents+json; charset=UTF-8', ...WHICH })
    expect(JSON.parse(value)).toMatchObject({
      specversion: '1.0',
      id: 'e_1',
      organization: 'o_1',
      severity: 5,
      data: { userId: 'u_1' },
    })
  })

  it('is the data and its moment in the form plain, under the name that its consumers know', () => {
    const override = { match: 'user.registered', earlierName: 'UserRegistered', format: 'plain' } as const
    const { value, headers } = kafkaRecord(event, rules([override]))
    expect(JSON.parse(value)).toEqual({
      userId: 'u_1',
      email: 'zoë@example.com',
      timestamp: '2026-06-01T18:00:00.000Z',
    })
    expect(headers).toEqual({ 'content-type': 'application/json', ...WHICH, ce_type: 'UserRegistered' })
  })

  it('is left as it is in the form plain where it has a moment of its own, or is no object', () => {
    const plain = (data: string) => kafkaRecord({ ...event, data }, rules([{ match: '*', format: 'plain' }])).value
    expect(JSON.parse(plain('{"timestamp":"2020-01-01T00:00:00Z"}'))).toEqual({ timestamp: '2020-01-01T00:00:00Z' })
    for (const data of ['[1,2]', '"text"', 'null', '3']) expect(plain(data)).toBe(data)
  })

  it('is structured instead of binary where records have no headers', () => {
    expect(routeOf(event, rules([], false)).format).toBe('structured')
    expect(routeOf(event, rules([{ match: '*', format: 'plain' }], false)).format).toBe('plain')
  })

  it('says in every form that it is told again', () => {
    for (const format of ['binary', 'structured', 'plain'] as const) {
      const again = kafkaRecord(event, rules([{ match: '*', format }]), { replay: true })
      expect(again.headers).toMatchObject({ ce_id: 'e_1', ce_replay: 'true' })
      expect(kafkaRecord(event, rules([{ match: '*', format }])).headers).not.toHaveProperty('ce_replay')
    }
  })
})

describe('the size of what is sent', () => {
  const record = (key: string, value: string) => ({ topic: 't', key, value, headers: { ce_id: 'é' }, timestamp: 0 })

  it('counts bytes, and never less than there are', () => {
    // Units of one to four bytes, and half a pair of surrogates.
    const text = fc.string({ unit: fc.constantFrom('a', '\u0000', 'é', '߿', 'ࠀ', '€', '🪑', '\ud83e') })
    fc.assert(
      fc.property(text, text, (key, value) => {
        const bytes = Buffer.byteLength(key) + Buffer.byteLength(value) + Buffer.byteLength('ce_idé')
        expect(recordBytes(record(key, value))).toBeGreaterThanOrEqual(bytes)
        expect(recordBytes(record(key, value))).toBeLessThan(bytes + 60)
      }),
    )
  })

  it('fits into a limit, or is one record', () => {
    const records = ['a', 'b', 'c'].map((key) => record(key, 'x'.repeat(1000)))
    const one = recordBytes(records[0] ?? record('', ''))
    expect(fitting(records, 10 * one)).toBe(3)
    expect(fitting(records, 2 * one)).toBe(2)
    expect(fitting(records, 2 * one - 1)).toBe(1)
    expect(fitting(records, 1)).toBe(1)
    expect(fitting([], 1)).toBe(0)
  })

  it('ends before a second record of one thing, where a part of a request may fail', () => {
    const keys = (...names: string[]) => names.map((key) => record(key, ''))
    expect(oneOfEachKey(keys('a', 'b', 'a', 'c'))).toBe(2)
    expect(oneOfEachKey(keys('a', 'a'))).toBe(1)
    expect(oneOfEachKey(keys('a', 'b'))).toBe(2)
    expect(oneOfEachKey([...keys('a'), { ...record('a', ''), topic: 'other' }])).toBe(2)
    expect(oneOfEachKey([])).toBe(0)
  })
})
