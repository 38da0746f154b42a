import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoggedEvent } from '../../../../contract/domain-events.ts'
import { readInstant } from '../../../../domain/events/attributes.ts'
import { fromEarlier, fromPublisher } from '../../../../domain/events/earlier-names.ts'
import { sentEvents } from '../../../../domain/events/http-binding.ts'
import { type Draft, readPublished, saysTheSame } from '../../../../domain/events/publish.ts'

const publishing = {
  strict: true,
  fallbackId: 'fallback',
  publisher: 'u1',
  typeOf: (name: string) => ({ type: name, aggregate: name.split('.', 1)[0] ?? '', counted: true, faults: () => [] }),
}
const event = { specversion: '1.0', id: 'x', source: '/s', type: 'order.paid' }
const read = (change: object, strict = true) => readPublished({ ...event, ...change }, { ...publishing, strict })
const codesOf = (change: object) => {
  const result = read(change)
  return result.ok ? [] : result.error.map(({ pointer, code }) => `${pointer} ${code}`)
}
const draftOf = (change: object, strict = true): Draft | null => {
  const result = read(change, strict)
  return result.ok ? result.value : null
}

describe('an event that somebody sends', () => {
  it.each([
    [{ id: '' }, '/id invalid_id'],
    [{ id: 7 }, '/id invalid_id'],
    [{ id: 'a\u0000b' }, '/id invalid_id'],
    [{ id: 'x'.repeat(301) }, '/id invalid_id'],
    [{ id: null }, '/id required'],
    [{ id: 'export' }, '/id invalid_id'],
    [{ id: 'streams' }, '/id invalid_id'],
    [{ id: 'verify' }, '/id invalid_id'],
    [{ id: 'erasures' }, '/id invalid_id'],
    [{ id: '..' }, '/id invalid_id'],
    [{ specversion: '0.3' }, '/specversion invalid_specversion'],
    [{ source: 'a b' }, '/source invalid_source'],
    [{ source: '%zz' }, '/source invalid_source'],
    [{ source: '/a#b#c' }, '/source invalid_source'],
    [{ source: '/organizations/o1' }, '/source invalid_source'],
    [{ type: 'Order.Paid' }, '/type invalid_type'],
    [{ type: 'order..paid' }, '/type invalid_type'],
    [{ type: `a.${'b'.repeat(200)}` }, '/type invalid_type'],
    [{ time: '2027-06-01 18:00' }, '/time invalid_time'],
    [{ time: '9999-12-31T23:59:59-23:59' }, '/time invalid_time'],
    [{ time: '0000-01-01T00:00:00+23:59' }, '/time invalid_time'],
    [{ traceparent: '00-x' }, '/traceparent invalid_traceparent'],
    [{ extension_name: 'x' }, '/extension_name invalid_name'],
    [{ 'a/b~': 'x' }, '/a~1b~0 invalid_name'],
    [{ [`e${'x'.repeat(20)}`]: 'x' }, `/e${'x'.repeat(20)} invalid_name`],
    [{ tenant: { a: 1 } }, '/tenant invalid_value'],
    [{ tenant: 1.5 }, '/tenant invalid_value'],
    [{ sequence: '1' }, '/sequence reserved_name'],
    [{ actor: 'somebody' }, '/actor reserved_name'],
    [{ datacontenttype: 'text/plain' }, '/datacontenttype invalid_datacontenttype'],
    [{ type: 'log.erased' }, '/type reserved_type'],
  ])('is refused with %j', (change, fault) => expect(codesOf(change)).toEqual([fault]))

  it('is refused where it is too large', () => expect(codesOf({ data: 'é'.repeat(32_768) })).toEqual([' too_large']))

  it.each([
    { type: 'OrderPaid' },
    { type: 'com.example.order.paid' },
    { type: 'paid' },
    { source: 'https://shop.example/till?x=%C3%A9#4' },
    { source: 'urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66' },
    { time: '2024-02-29t23:59:59.123456789+23:59' },
    { tenant: 'north', retry: 3, test: true, absent: null },
    { dataschema: 'https://shop.example/schema' },
    { data: null },
  ])('is taken with %j', (change) => expect(codesOf(change)).toEqual([]))

  it('keeps its extensions and nothing else among them', () => {
    expect(
      draftOf({ tenant: 'north', dataschema: 'x', data: 1, datacontenttype: 'application/json' })?.extensions,
    ).toEqual({
      tenant: 'north',
      dataschema: 'x',
    })
    expect(draftOf({})?.extensions).toBeNull()
  })

  it('is about the thing that its subject, its data, or its partition key names', () => {
    const about = (change: object) => [draftOf(change)?.subject, draftOf(change)?.partitionKey]
    expect(about({ subject: 's', partitionkey: 'p', data: { orderId: 'o' } })).toEqual(['s', 'p'])
    expect(about({ partitionkey: 'p', data: { orderId: 'o' } })).toEqual(['o', 'p'])
    expect(about({ partitionkey: 'p' })).toEqual(['p', 'p'])
    expect(about({ data: { orderId: 'no id\n' } })).toEqual(['x', 'x'])
  })

  it('may leave to us what a form does not know', () => {
    expect(draftOf({ specversion: undefined, id: undefined, source: undefined }, false)).toMatchObject({
      id: 'fallback',
      source: '/manual/u1',
      subject: 'fallback',
      time: null,
    })
  })

  it('says the same as what was logged of it, in whatever order its members stand', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const draft = draftOf({ data, tenant: 'n' })
        if (draft === null) return
        const turned = Object.fromEntries(Object.entries(data).toReversed())
        expect(saysTheSame(draft, loggedAs(draft, { data: JSON.stringify(turned) }))).toBe(true)
        expect(saysTheSame(draft, loggedAs(draft, { data: JSON.stringify([data]) }))).toBe(false)
        expect(saysTheSame(draft, loggedAs(draft, { extensions: null }))).toBe(false)
      }),
    )
  })
})

const loggedAs = (draft: Draft, change: Partial<LoggedEvent>): LoggedEvent => ({
  ...draft,
  position: 1,
  organisationId: 'o1',
  sequence: 1,
  actor: 'u1',
  time: draft.time ?? 5,
  loggedAt: 5,
  correlationId: 'request',
  extensions: JSON.stringify(draft.extensions),
  data: JSON.stringify(draft.data),
  ...change,
})

describe('moments', () => {
  it.each([
    '2027-02-30T00:00:00Z',
    '2027-13-01T00:00:00Z',
    '2027-01-01T24:00:00Z',
    '2027-01-01T00:00:00',
    '20270101T000000Z',
  ])('%s never was', (text) => expect(readInstant(text)).toBeNull())

  it('are read as they were written', () => {
    const date = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(date, (moment) => {
        expect(readInstant(moment.toISOString())).toBe(moment.getTime())
      }),
    )
  })
})

describe('the HTTP binding', () => {
  const forms = (headers: [string, string][], body = '{}') => {
    const sent = sentEvents({ headers, body })
    return sent.ok ? sent.value : sent.error.reason
  }

  it('knows each mode by its content type, and binary by its headers', () => {
    expect(
      forms([
        ['content-type', 'application/cloudevents+json; charset=utf-8'],
        ['ce-id', 'x'],
      ]),
    ).toMatchObject({
      strict: true,
      events: [{}],
    })
    expect(forms([['content-type', 'application/json']])).toMatchObject({ strict: false })
    expect(
      forms(
        [
          ['content-type', 'application/json'],
          ['ce-id', 'x'],
        ],
        '5',
      ),
    ).toMatchObject({
      strict: true,
      events: [{ id: 'x', data: 5 }],
    })
    expect(forms([['ce-id', 'x']], '')).toMatchObject({ events: [{ id: 'x' }] })
    expect(forms([['content-type', 'application/cloudevents-batch+json']], '[1]')).toMatchObject({ batch: true })
    expect(
      forms(
        [
          ['content-type', 'text/xml'],
          ['ce-id', 'x'],
        ],
        '<a/>',
      ),
    ).toBe('unsupported_media_type')
    expect(forms([])).toBe('unsupported_media_type')
    expect(forms([['content-type', 'application/json']], '{')).toBe('malformed_json')
  })

  it('gives back every text that was percent-encoded for a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const sent = sentEvents({ headers: [['ce-subject', encodeURIComponent(text)]], body: '' })
        expect(sent.ok && sent.value.events).toEqual([{ subject: text }])
      }),
    )
  })

  it('makes no prototype of a header', () => {
    const sent = sentEvents({ headers: [['ce-__proto__', 'x']], body: '' })
    expect(sent.ok && Object.keys(sent.value.events[0] ?? {})).toEqual(['__proto__'])
  })
})

describe('names of earlier systems', () => {
  it.each([
    [1_767_225_600_000, '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T00:00:00', '2026-01-01T00:00:00Z'],
    ['2026-01-01T00:00:00+02:00', '2026-01-01T00:00:00+02:00'],
    ['yesterday', null],
    [undefined, null],
    [Number.MAX_VALUE, null],
  ])('have their moment in %s', (timestamp, time) => expect(fromEarlier({ timestamp }).time).toBe(time))

  it('keep a moment that cannot be read, and turn numbers of things into texts', () => {
    expect(fromEarlier({ userId: 4, count: 4, timestamp: 'x' }).data).toEqual({ userId: '4', count: 4, timestamp: 'x' })
    expect(fromEarlier('text')).toEqual({ data: 'text', time: null })
  })

  it('leave alone what is no object', () => {
    for (const body of [null, 5, 'x', []]) expect(fromPublisher(body, 'n')).toBe(body)
  })
})
