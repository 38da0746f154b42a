import { describe, expect, it } from 'vitest'
import { normalize } from '../../../../../domain/errors/normalize.ts'
import { scrub } from '../../../../../domain/errors/scrub.ts'

const read = (raw: unknown) => normalize(raw, { eventId: 'a'.repeat(32), receivedAt: Date.UTC(2026, 10, 21) })
const notes = (raw: unknown) => (read(raw).errors ?? []).map(({ type, name }) => `${type} ${name}`)

/** An object of every kind that an event has, each with a member of its own. */
const everywhere = (member: Record<string, unknown>) => ({
  exception: {
    ...member,
    values: [
      {
        ...member,
        type: 'E',
        mechanism: { ...member, type: 'generic' },
        stacktrace: { ...member, frames: [{ ...member, function: 'f' }] },
      },
    ],
  },
  threads: { ...member, values: [{ ...member, id: 1, stacktrace: { ...member, frames: [{ ...member }] } }] },
  breadcrumbs: { ...member, values: [{ ...member, message: 'm' }] },
  logentry: { ...member, formatted: 'm' },
  request: { ...member, method: 'GET' },
  sdk: { ...member, name: 's', packages: [{ ...member, name: 'p' }] },
  template: { ...member, filename: 't' },
  debug_meta: { ...member, images: [] },
})

describe('members that nobody here knows', () => {
  it('stay where they are, in every object', () => {
    const raw = everywhere({ new_thing: { a: [1, 'b'] } })
    expect(read(raw)).toMatchObject(raw)
    expect(read(raw).errors).toBeUndefined()
  })

  it.each([
    ['sdk', { sdk: { name: 's', settings: { infer_ip: 'never' }, features: ['logs'] } }],
    [
      'frame',
      {
        exception: {
          values: [
            {
              type: 'E',
              stacktrace: {
                lang: 'de',
                snapshot: true,
                frames: [{ symbol: '_Z1fv', trust: 'cfi', source_link: 'https://git.example/f', stack_start: true }],
              },
            },
          ],
        },
      },
    ],
    ['request', { request: { url: 'https://x.example/', api_target: 'graphql' } }],
    ['breadcrumb', { breadcrumbs: { values: [{ message: 'm', event_id: 'b'.repeat(32) }] } }],
    ['transaction', { transaction: '/x', transaction_info: { source: 'route' } }],
  ])('of a %s that SDKs send today are kept without a note', (_name, raw) => {
    expect(read(raw)).toMatchObject(raw)
    expect(read(raw).errors).toBeUndefined()
  })

  it('are capped in depth and length like all free-form data', () => {
    let deep: unknown = 1
    for (let level = 0; level < 10_000; level++) deep = { x: [deep] }
    const event = read(everywhere({ deep, long: 'x'.repeat(10_000) }))
    expect(JSON.stringify(event).length).toBeLessThan(200_000)
    expect(event.errors).toContainEqual({ type: 'too_deep', name: expect.stringMatching(/^exception\.deep\./) })
  })

  it('lose their secrets like all free-form data', () => {
    const secrets = () => ({
      apiPassword: 'hunter2',
      note: 'password=hunter2',
      list: [{ token: 'hunter2' }, 4111111111111111],
    })
    const raw = { ...everywhere(secrets()), ...secrets(), transaction_info: secrets() }
    const before = structuredClone(raw)
    const event = read(raw)
    expect(raw).toEqual(before)
    const written = JSON.stringify(scrub(event))
    expect(written).toContain('apiPassword')
    expect(written).not.toMatch(/hunter2|4111111111111111/)
  })

  it('at the top are kept with a note, but for those of transactions, which are only noted', () => {
    const raw = { checksum: 'c', custom: { a: 1 }, spans: [{}], measurements: { lcp: 1 }, empty: null }
    const event = read(raw)
    expect(event).toMatchObject({ checksum: 'c', custom: { a: 1 } })
    for (const name of ['spans', 'measurements', 'empty']) expect(event).not.toHaveProperty(name)
    expect(notes(raw)).toEqual([
      'invalid_attribute checksum',
      'invalid_attribute custom',
      'invalid_attribute spans',
      'invalid_attribute measurements',
    ])
  })

  it('of an older user report come with the feedback', () => {
    const report = { event_id: '1'.repeat(32), comments: 'It broke', page: '/cart' }
    const event = normalize(report, { eventId: 'a'.repeat(32), receivedAt: 0, kind: 'user_report' })
    expect(event.contexts?.feedback).toMatchObject({ message: 'It broke', page: '/cart' })
  })
})

describe('what cannot be kept is noted', () => {
  const frames = [{ function: 'f' }]
  it.each<[string, unknown, string]>([
    ['an exception that says nothing', { exception: [{ module: 'm' }] }, 'exception.values.0'],
    ['a list without members', { exception: { values: [], hint: 1 } }, 'exception'],
    ['registers that are no object', { stacktrace: { frames, registers: 7 } }, 'stacktrace.registers'],
    ['a trace without frames', { stacktrace: { registers: { rip: '0x1' } } }, 'stacktrace'],
    ['a gap that is none', { stacktrace: { frames, frames_omitted: 'x' } }, 'stacktrace.frames_omitted'],
    ['parameters without a message', { logentry: { params: [1] } }, 'logentry'],
    ['a tag that is no pair', { tags: ['x', null, ['a', 'b']] }, 'tags.0'],
    ['a tag without a name', { tags: { '': 'x' } }, 'tags'],
    ['a header that is no pair', { request: { headers: [7, ['A', 'b']] } }, 'request.headers.0'],
    ['a header without a name', { request: { headers: { '': 'x' } } }, 'request.headers'],
    ['a cookie that is no pair', { request: { cookies: [['a', 'b'], 'c'] } }, 'request.cookies.1'],
    ['a module that is no pair', { modules: [true, ['a', '1']] }, 'modules.0'],
    ['errors that are no list', { errors: 'x' }, 'errors'],
    ['an error that is no note', { errors: [{ type: 'a', name: 'b' }, 'x'] }, 'errors.1'],
  ])('%s', (_name, raw, path) => {
    expect(read(raw).errors).toContainEqual(expect.objectContaining({ type: 'invalid_data', name: path }))
  })

  it('but what is empty is no loss', () => {
    const raw = {
      exception: [{}, { type: '' }],
      stacktrace: {},
      tags: [[], null],
      request: { query_string: 'a=1&&', cookies: 'a=1; ' },
      modules: [null],
      logentry: { message: '' },
      errors: null,
    }
    expect(read(raw).errors).toBeUndefined()
  })

  it('keeps the gap that a client left in a long trace', () => {
    expect(read({ stacktrace: { frames, frames_omitted: [10, 20] } }).stacktrace?.frames_omitted).toEqual([10, 20])
  })
})
