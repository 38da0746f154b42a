import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issuesOf, newTeam, occurrencesOf, parts, type Team, until } from './client.ts'
import { envelopePath, newEventId, postEnvelope, type SmallEvent, smallEvent } from './sdk.ts'
import { type Signalbox, startEmbedded } from './server.ts'

const line = (value: unknown): string => `${JSON.stringify(value)}\n`
const measured = (type: string, payload: string, more: object = {}): string =>
  `${line({ type, length: Buffer.byteLength(payload), ...more })}${payload}\n`

interface Case {
  name: string
  /** The envelope around an event that is right in itself. */
  frame(event: SmallEvent): string | Uint8Array
  status: number
  /** Whether the event is kept. */
  kept: boolean
  /** What the answer says is wrong. */
  detail?: RegExp
}

const header = ({ event_id }: SmallEvent) => line({ event_id })
const text = (event: SmallEvent) => JSON.stringify(event)

// Framing as https://develop.sentry.dev/sdk/foundations/data-model/envelopes/ has it, and what may go wrong with it.
const CASES: Case[] = [
  {
    name: 'without length, without last newline',
    frame: (e) => header(e) + line({ type: 'event' }) + text(e),
    status: 200,
    kept: true,
  },
  {
    name: 'without length, with last newline',
    frame: (e) => `${header(e)}${line({ type: 'event' })}${text(e)}\n`,
    status: 200,
    kept: true,
  },
  { name: 'with length', frame: (e) => header(e) + measured('event', text(e)), status: 200, kept: true },
  {
    name: 'with length, a payload of several lines',
    frame: (e) => header(e) + measured('event', JSON.stringify(e, null, 2)),
    status: 200,
    kept: true,
  },
  {
    name: 'a null length is none',
    frame: (e) => header(e) + line({ type: 'event', length: null }) + text(e),
    status: 200,
    kept: true,
  },
  { name: 'an empty header', frame: (e) => `{}\n${line({ type: 'event' })}${text(e)}`, status: 200, kept: true },
  {
    name: 'an id with dashes',
    frame: (e) =>
      line({ event_id: e.event_id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') }) +
      line({ type: 'event' }) +
      text(e),
    status: 200,
    kept: true,
  },
  {
    name: 'a sent_at that is no time',
    frame: (e) => line({ event_id: e.event_id, sent_at: 'soon' }) + line({ type: 'event' }) + text(e),
    status: 200,
    kept: true,
  },
  {
    name: 'fields nobody knows',
    frame: (e) => line({ event_id: e.event_id, future: { is: 1 } }) + line({ type: 'event', future: true }) + text(e),
    status: 200,
    kept: true,
  },
  {
    name: 'carriage returns before the newlines',
    frame: (e) => `{"event_id":"${e.event_id}"}\r\n{"type":"event"}\r\n${text(e)}\r\n`,
    status: 200,
    kept: true,
  },
  {
    name: 'an unknown item before the event',
    frame: (e) => header(e) + measured('hologram', 'anything\nat all') + measured('event', text(e)),
    status: 200,
    kept: true,
  },
  {
    name: 'a session beside the event',
    frame: (e) => header(e) + measured('event', text(e)) + measured('session', '{"sid":"1"}'),
    status: 200,
    kept: true,
  },
  {
    name: 'an empty item beside the event',
    frame: (e) => header(e) + measured('attachment', '', { filename: 'empty.txt' }) + measured('event', text(e)),
    status: 200,
    kept: true,
  },
  {
    name: 'blank lines between items',
    frame: (e) => `${header(e)}\n\n${measured('event', text(e))}\n`,
    status: 200,
    kept: true,
  },
  {
    name: 'a binary file that holds newlines',
    frame: (e) =>
      Buffer.concat([
        Buffer.from(`${header(e)}{"type":"attachment","length":5,"filename":"a.bin"}\n`),
        Buffer.from([10, 255, 0, 10, 123]),
        Buffer.from(`\n${measured('event', text(e))}`),
      ]),
    status: 200,
    kept: true,
  },
  { name: 'nothing but a header', frame: (e) => `{"event_id":"${e.event_id}"}`, status: 200, kept: false },
  { name: 'an empty body', frame: () => '', status: 400, kept: false, detail: /header/ },
  {
    name: 'a header that is no JSON',
    frame: (e) => `nonsense\n${measured('event', text(e))}`,
    status: 400,
    kept: false,
    detail: /header.*not a JSON object/,
  },
  {
    name: 'a header that is a list',
    frame: (e) => `[]\n${measured('event', text(e))}`,
    status: 400,
    kept: false,
    detail: /header.*not a JSON object/,
  },
  {
    name: 'an item header without type',
    frame: (e) => `${header(e)}{"length":2}\n{}\n`,
    status: 400,
    kept: false,
    detail: /item 0.*no type/,
  },
  {
    name: 'an item header that is no JSON, after the event',
    frame: (e) => `${header(e)}${measured('event', text(e))}nonsense\n{}`,
    status: 400,
    kept: true,
    detail: /item 1.*not a JSON object/,
  },
  {
    name: 'a length that reaches beyond the end, after the event',
    frame: (e) => `${header(e)}${measured('event', text(e))}{"type":"attachment","length":9}\nshort`,
    status: 400,
    kept: true,
    detail: /item 1.*9 bytes/,
  },
  {
    name: 'a length that reaches beyond the end of the event',
    frame: (e) => `${header(e)}{"type":"event","length":999999}\n${text(e)}`,
    status: 400,
    kept: false,
    detail: /item 0.*999999 bytes/,
  },
  {
    name: 'a length that ends in the middle',
    frame: (e) => `${header(e)}{"type":"event","length":5}\n${text(e)}`,
    status: 400,
    kept: false,
    detail: /item 0.*newline/,
  },
  {
    name: 'a negative length',
    frame: (e) => `${header(e)}{"type":"event","length":-1}\n${text(e)}`,
    status: 400,
    kept: false,
    detail: /item 0.*length/,
  },
  {
    name: 'a length that is text',
    frame: (e) => `${header(e)}{"type":"event","length":"12"}\n${text(e)}`,
    status: 400,
    kept: false,
    detail: /item 0.*length/,
  },
  {
    name: 'an event that is no JSON, before one that is',
    frame: (e) => `{}\n${measured('event', '{"message":')}${measured('event', text(e))}`,
    status: 400,
    kept: true,
    detail: /item 0 \(event\)/,
  },
  {
    name: 'a header line of 9 KB',
    frame: (e) => line({ event_id: e.event_id, filler: 'x'.repeat(9000) }) + measured('event', text(e)),
    status: 413,
    kept: false,
    detail: /header line/,
  },
  {
    name: 'an event of more than 1 MiB',
    frame: (e) => header(e) + measured('event', JSON.stringify({ ...e, extra: { filler: 'x'.repeat(1_100_000) } })),
    status: 413,
    kept: false,
    detail: /item 0 \(event\).*larger/,
  },
  {
    name: '101 items',
    frame: (e) => header(e) + measured('event', text(e)) + measured('session', '{}').repeat(100),
    status: 413,
    kept: true,
    detail: /100 items/,
  },
]

describe('an envelope', () => {
  let signalbox: Signalbox
  let team: Team
  beforeAll(async () => {
    signalbox = await startEmbedded()
    team = await newTeam(signalbox.origin)
  })
  afterAll(() => signalbox?.stop())

  it.each(CASES)('$name: $status', async ({ frame, status, detail, kept }) => {
    const event = smallEvent(`Case${CASES.findIndex((tried) => tried.frame === frame)}`)
    const answer = await postEnvelope(team, frame(event))
    const said = (await answer.json()) as { detail?: string; id?: string; kept?: number }
    expect({ status: answer.status, detail: said.detail }).toEqual({
      status,
      detail: detail ? expect.stringMatching(detail) : undefined,
    })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    if (status !== 200) expect(answer.headers.get('x-sentry-error')).toMatch(detail ?? /./)
    if (status !== 200 && kept) expect(said).toMatchObject({ kept: 1, id: event.event_id })
    if (kept) expect(await storedAs(event)).toBe(event.event_id)
  })

  it('keeps nothing of what it refused whole', async () => {
    await postEnvelope(team, header(smallEvent()) + measured('event', text(smallEvent('LastCase'))))
    await until('the last event', async () => (await titles()).some((title) => title.startsWith('LastCase')))
    const refused = CASES.flatMap(({ kept }, index) => (kept ? [] : [`Case${index}: it is`]))
    expect((await titles()).filter((title) => refused.includes(title))).toEqual([])
  })

  it('with the id in the header wins over the one in the payload', async () => {
    const event = smallEvent('TwoIds')
    const outer = newEventId()
    const answer = await postEnvelope(team, line({ event_id: outer }) + measured('event', text(event)))
    expect(await answer.json()).toEqual({ id: outer })
    expect(await storedAs(event)).toBe(outer)
  })

  it.each([
    ['no key at all', {}, '', 403],
    ['a key that was never made', {}, `?sentry_key=${'0'.repeat(32)}`, 403],
    ['a key that is no key', { 'x-sentry-auth': 'Sentry sentry_key=nonsense' }, '', 403],
    ['a protocol of the future', {}, '?sentry_version=8&sentry_key=KEY', 400],
  ])('with %s is refused, and the answer says why', async (_, headers, query, status) => {
    const { project, publicKey } = parts(team)
    const url = `${signalbox.origin}/api/${project}/envelope/${query.replace('KEY', publicKey)}`
    const answer = await fetch(url, { method: 'POST', headers, body: header(smallEvent()) })
    expect(answer.status).toBe(status)
    const { detail } = (await answer.json()) as { detail: string }
    expect(detail).toMatch(/key|version/)
    expect(answer.headers.get('x-sentry-error')).toBe(detail)
  })

  it('may be preflighted by any page', async () => {
    const answer = await fetch(`${signalbox.origin}${envelopePath(parts(team))}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    })
    expect(answer.ok).toBe(true)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST')
  })

  const titles = async () => (await issuesOf(team, 'status=all&limit=100')).map(({ title }) => title)

  /** The id under which the one event of a kind is stored. */
  async function storedAs(event: SmallEvent): Promise<string | undefined> {
    const [kind] = (event.exception as { values: { type: string }[] }).values
    const issue = await until(`the issue of ${kind?.type}`, async () =>
      (await issuesOf(team, 'status=all&limit=100')).find(({ title }) => title === `${kind?.type}: it is`),
    )
    const stored = await occurrencesOf(team, issue.id)
    expect(stored).toHaveLength(1)
    return stored[0]?.id
  }
})
