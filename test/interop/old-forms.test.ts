import { connect } from 'node:net'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issuesOf, newTeam, occurrencesOf, parts, type Team, until } from '../journeys/client.ts'
import { envelopeOf, type SmallEvent, smallEvent } from '../journeys/sdk.ts'
import { type Signalbox, startEmbedded } from '../journeys/server.ts'

interface Form {
  name: string
  send(team: Team, event: SmallEvent): Promise<Answer>
}

interface Answer {
  status: number
  body: string
}

const auth = ({ publicKey }: { publicKey: string }, more = '') =>
  `Sentry sentry_version=7, sentry_key=${publicKey}${more}`

// Forms that clients of fifteen years use on the wire, by hand where no client of today sends them any more.
const FORMS: Form[] = [
  {
    name: 'store: plain JSON, key in the query',
    send: (team, event) => post(team, 'store', { query: true, body: JSON.stringify(event) }),
  },
  {
    name: 'store: base64 of zlib, protocol 5, a secret and milliseconds (raven-node)',
    send: (team, event) =>
      post(team, 'store', {
        body: deflateSync(JSON.stringify(event)).toString('base64'),
        headers: {
          'content-type': 'application/octet-stream',
          'x-sentry-auth': `Sentry sentry_version=5, sentry_timestamp=${Date.now()}, sentry_client=raven-node/2.6.4, sentry_key=${parts(team).publicKey}, sentry_secret=old`,
        },
      }),
  },
  {
    name: 'store: base64 of JSON',
    send: (team, event) =>
      post(team, 'store', { query: true, body: Buffer.from(JSON.stringify(event)).toString('base64') }),
  },
  {
    name: 'store: deflate, protocol 6 (raven-python)',
    send: (team, event) =>
      post(team, 'store', {
        body: deflateSync(JSON.stringify(event)),
        headers: { 'content-encoding': 'deflate', 'x-sentry-auth': auth(parts(team)).replace('=7', '=6') },
      }),
  },
  { name: 'store: by image', send: (team, event) => byImage(team, event) },
  {
    name: 'envelope: gzip',
    send: (team, event) =>
      post(team, 'envelope', {
        query: true,
        body: gzipSync(envelopeOf(event)),
        headers: { 'content-encoding': 'gzip' },
      }),
  },
  {
    name: 'envelope: deflate as zlib',
    send: (team, event) =>
      post(team, 'envelope', {
        query: true,
        body: deflateSync(envelopeOf(event)),
        headers: { 'content-encoding': 'deflate' },
      }),
  },
  {
    name: 'envelope: deflate as raw',
    send: (team, event) =>
      post(team, 'envelope', {
        query: true,
        body: deflateRawSync(envelopeOf(event)),
        headers: { 'content-encoding': 'deflate' },
      }),
  },
  {
    name: 'envelope: pairs without spaces (.NET, Java)',
    send: (team, event) =>
      post(team, 'envelope', {
        body: envelopeOf(event),
        headers: { 'x-sentry-auth': auth(parts(team), ',sentry_client=sentry.dotnet/6.1.0').replaceAll(', ', ',') },
      }),
  },
  {
    name: 'envelope: Authorization instead of X-Sentry-Auth',
    send: (team, event) =>
      post(team, 'envelope', { body: envelopeOf(event), headers: { authorization: auth(parts(team)) } }),
  },
  {
    name: 'envelope: basic authorization',
    send: (team, event) =>
      post(team, 'envelope', {
        body: envelopeOf(event),
        headers: { authorization: `Basic ${btoa(`${parts(team).publicKey}:`)}` },
      }),
  },
  {
    name: 'envelope: nothing but the DSN in its header (tunnel)',
    send: (team, event) => post(team, 'envelope', { body: withDsn(team, event) }),
  },
  {
    name: 'envelope: key in header and DSN at once (Go, native)',
    send: (team, event) =>
      post(team, 'envelope', { body: withDsn(team, event), headers: { 'x-sentry-auth': auth(parts(team)) } }),
  },
  {
    name: 'envelope: without the last slash of the path',
    send: (team, event) => post(team, 'envelope', { query: true, slash: '', body: envelopeOf(event) }),
  },
  {
    name: 'envelope: chunked, without content type (JS)',
    send: (team, event) => overSocket(team, event, ['Transfer-Encoding: chunked']),
  },
  {
    name: 'envelope: an empty Content-Encoding (Ruby)',
    send: (team, event) => overSocket(team, event, ['Content-Encoding:']),
  },
  {
    name: 'envelope: waits for 100 Continue (libcurl)',
    send: (team, event) => overSocket(team, event, ['Expect: 100-continue']),
  },
]

describe('forms of old and unusual clients', () => {
  let signalbox: Signalbox
  let team: Team
  beforeAll(async () => {
    signalbox = await startEmbedded()
    team = await newTeam(signalbox.origin)
  })
  afterAll(() => signalbox?.stop())

  it.each(FORMS)('$name', async ({ name, send }) => {
    const event = smallEvent(`Form${FORMS.findIndex((form) => form.name === name)}`)
    const answer = await send(team, event)
    expect(answer.status, answer.body).toBe(200)
    const title = `${(event.exception as { values: { type: string }[] }).values[0]?.type}: it is`
    const issue = await until(title, async () =>
      (await issuesOf(team, 'status=all&limit=100')).find((found) => found.title === title),
    )
    expect((await occurrencesOf(team, issue.id)).map(({ id }) => id)).toEqual([event.event_id])
  })
})

interface Wire {
  body: string | Uint8Array
  headers?: Record<string, string>
  query?: boolean
  slash?: string
}

async function post(team: Team, endpoint: string, { body, headers = {}, query, slash = '/' }: Wire): Promise<Answer> {
  const { project, publicKey } = parts(team)
  const search = query ? `?sentry_version=7&sentry_key=${publicKey}` : ''
  const answer = await fetch(`${team.origin}/api/${project}/${endpoint}${slash}${search}`, {
    method: 'POST',
    body,
    headers,
  })
  return { status: answer.status, body: await answer.text() }
}

async function byImage(team: Team, event: SmallEvent): Promise<Answer> {
  const { project, publicKey } = parts(team)
  const query = new URLSearchParams({ sentry_key: publicKey, sentry_version: '7', sentry_data: JSON.stringify(event) })
  const answer = await fetch(`${team.origin}/api/${project}/store/?${query}`)
  expect(answer.headers.get('content-type')).toBe('image/gif')
  return { status: answer.status, body: '' }
}

function withDsn({ project }: Team, event: SmallEvent): string {
  return envelopeOf(event).replace(/^\{/, `{"dsn":${JSON.stringify(project.dsn)},`)
}

/** Writes the request by hand: no HTTP client lets one send these headers. */
function overSocket(team: Team, event: SmallEvent, headers: string[]): Promise<Answer> {
  const { project, publicKey } = parts(team)
  const { hostname, port } = new URL(team.origin)
  const body = envelopeOf(event)
  const chunked = headers.some((header) => header.includes('chunked'))
  const length = chunked ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  const path = `/api/${project}/envelope/?sentry_key=${publicKey}`
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'Connection: close',
    ...length,
    ...headers,
    '',
    '',
  ].join('\r\n')
  const middle = Math.floor(body.length / 2)
  const payload = chunked ? `${chunk(body.slice(0, middle))}${chunk(body.slice(middle))}0\r\n\r\n` : body
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(head + payload))
    let received = ''
    socket.on('data', (data) => {
      received += data
    })
    socket.on('error', reject)
    socket.on('close', () => {
      const final = received.replace(/^HTTP\/1\.1 100 [\s\S]*?\r\n\r\n/, '')
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(final)?.[1]), body: final })
    })
  })
}

const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
