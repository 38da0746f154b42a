import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeadLetter } from '../../contract/dead-letters.ts'
import type { Page } from '../../contract/page.ts'
import type { Reader } from '../../contract/readers.ts'
import { build } from '../../local/build.ts'
import { type Served, serve } from '../../local/serve.ts'
import { newTeam, send, type Team, until } from './client.ts'
import { type RestProxy, startRestProxy, type Written } from './rest-proxy.ts'
import { freePort, temporaryFolder } from './server.ts'

// The protocol of Kafka itself is proved on a real broker (test/interop/kafka). Of REST proxies none can be had from a
// registry, so this adapter is proved against a stub of what their documentation says.

interface Bridged {
  proxy: RestProxy
  served: Served
  team: Team
}

async function start(kind: 'v2' | 'v3', more: Record<string, string> = {}): Promise<Bridged> {
  build('kafka-bridge')
  const proxy = await startRestProxy()
  const url = kind === 'v3' ? `${proxy.url}/kafka/v3/clusters/lkc-1` : proxy.url
  const kafka = { KAFKA_REST_URL: url, KAFKA_REST_KIND: kind, ...more }
  const served = await serve({ port: await freePort(), state: temporaryFolder('state'), kafka })
  await served.scheduled()
  return { proxy, served, team: await newTeam(served.origin) }
}

const stop = async (bridged: Bridged | undefined) => {
  await bridged?.served.stop()
  await bridged?.proxy.stop()
}

/** Makes events of one thing, its project, in their order. */
async function nameKeys({ team }: Bridged, ...names: string[]): Promise<void> {
  for (const name of names) {
    const { origin, token, project } = team
    await send(origin, `projects/${project.id}/keys`, { token, body: { name } })
  }
}

const named = (written: Written[]): string[] =>
  written.flatMap(({ topic, value }) => {
    const told = JSON.parse(value)
    const { name } = told.specversion ? told.data : told
    return topic === 'signalbox.project.v1' && /^key-/.test(name) ? [name] : []
  })

const lane = async ({ team: { origin, token } }: Bridged): Promise<Reader | undefined> => {
  const { data } = await send<{ data: Reader[] }>(origin, 'readers', { token })
  return data.find(({ name }) => name === 'kafka:main')
}

const arrive = (bridged: Bridged, last: string) =>
  until(`${last} at the proxy`, async () => named(bridged.proxy.written).includes(last))

const reasonOf = async (bridged: Bridged) =>
  (
    await until('a lane that says why it waits', async () => {
      const reader = await lane(bridged)
      return reader?.reason ? reader : undefined
    })
  ).reason

describe('a bridge to a REST proxy of the API v3', () => {
  let bridged: Bridged
  beforeAll(async () => {
    bridged = await start('v3', { KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' })
  })
  afterAll(() => stop(bridged))

  it('sends CloudEvents with headers, signed in, in chunks so that the proxy takes all of a request', async () => {
    await nameKeys(bridged, 'key-1')
    await arrive(bridged, 'key-1')
    const { written, requests } = bridged.proxy
    const found = written.find(({ value }) => value.includes('key-1'))
    expect(found).toMatchObject({
      topic: 'signalbox.project.v1',
      key: bridged.team.project.id,
      headers: { 'content-type': 'application/json', ce_type: 'project.key_created', ce_specversion: '1.0' },
    })
    expect(found?.headers.ce_id).toMatch(/^e_/)
    const authorization = `Basic ${btoa('u:p')}`
    expect(new Set(requests.map((request) => JSON.stringify({ ...request, path: '', records: 0 })))).toEqual(
      new Set([JSON.stringify({ path: '', type: 'application/json', chunked: true, authorization, records: 0 })]),
    )
  })

  it('keeps the order of a thing when a record of a request fails and is sent again', async () => {
    let refusals = 2
    bridged.proxy.fate(({ value }) => (value.includes('key-3') && refusals-- > 0 ? 50003 : undefined))
    await nameKeys(bridged, 'key-2', 'key-3', 'key-4', 'key-5')
    await arrive(bridged, 'key-5')
    bridged.proxy.fate(null)
    const names = named(bridged.proxy.written)
    expect([...new Set(names)]).toEqual(['key-1', 'key-2', 'key-3', 'key-4', 'key-5'])
  })

  it('waits where the password is refused, says so, and goes on once it is not', async () => {
    bridged.proxy.answer(401)
    await nameKeys(bridged, 'key-6')
    expect(await reasonOf(bridged)).toMatch(/KAFKA_PASSWORD/)
    bridged.proxy.answer(null)
    await arrive(bridged, 'key-6')
    await until('a lane that is well again', async () => (await lane(bridged))?.reason === null)
  })

  it('leaves a record that is too large behind, as a dead letter, and goes on', async () => {
    bridged.proxy.fate(({ value }) => (value.includes('key-7') ? 413 : undefined))
    await nameKeys(bridged, 'key-7', 'key-8')
    await arrive(bridged, 'key-8')
    bridged.proxy.fate(null)
    expect(named(bridged.proxy.written)).not.toContain('key-7')
  })

  it('sends a dead letter once more where somebody asks for it', async () => {
    const { origin, token } = bridged.team
    const { data } = await send<Page<DeadLetter>>(origin, 'dead-letters', { token })
    expect(data).toMatchObject([{ source: 'reader:kafka:main' }])
    await send(origin, `dead-letters/${data[0]?.id}/redrive`, { token, body: {} })
    await arrive(bridged, 'key-7')
  })

  it('sends nothing while it is paused, and then what was logged meanwhile', async () => {
    const { origin, token } = bridged.team
    await until('a lane that has read all', async () => (await lane(bridged))?.lag.all === 0)
    await send(origin, 'readers/kafka:main/pause', { token, body: {} })
    await nameKeys(bridged, 'key-9')
    await bridged.served.scheduled()
    expect(await lane(bridged)).toMatchObject({ state: 'paused', lag: { all: expect.toSatisfy((lag) => lag > 0) } })
    expect(named(bridged.proxy.written)).not.toContain('key-9')
    await send(origin, 'readers/kafka:main/resume', { token, body: {} })
    await arrive(bridged, 'key-9')
  })

  it('sends events again where a replay asks for it, marked and in order', async () => {
    const { origin, token } = bridged.team
    const again = { reader: 'kafka:main', from: 0, type: 'project.key_created' }
    await send(origin, 'replays', { token, body: again })
    const replayed = () => bridged.proxy.written.filter(({ headers }) => headers.ce_replay === 'true')
    await until('the last one again', async () => named(replayed()).includes('key-9'))
    const all = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `key-${number}`)
    expect(named(replayed())).toEqual(all)
  })

  it('sends everything again from where it was sent back to', async () => {
    const { origin, token } = bridged.team
    const before = bridged.proxy.written.length
    await send(origin, 'readers/kafka:main/rewind', { token, body: { position: 0 } })
    const since = () => named(bridged.proxy.written.slice(before))
    await until('the last one again', async () => since().includes('key-9'))
    expect(since()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `key-${number}`))
    expect(bridged.proxy.written.slice(before).filter(({ headers }) => headers.ce_replay)).toEqual([])
  })
})

describe('a bridge to a REST proxy of the API v2', () => {
  let bridged: Bridged
  beforeAll(async () => {
    bridged = await start('v2')
  })
  afterAll(() => stop(bridged))

  it('sends structured CloudEvents, since records have no headers there', async () => {
    await nameKeys(bridged, 'key-1')
    await arrive(bridged, 'key-1')
    const found = bridged.proxy.written.find(({ value }) => value.includes('key-1'))
    expect(found?.key).toBe(bridged.team.project.id)
    expect(JSON.parse(found?.value ?? '')).toMatchObject({ specversion: '1.0', type: 'project.key_created' })
    expect(new Set(bridged.proxy.requests.map(({ type }) => type))).toEqual(
      new Set(['application/vnd.kafka.binary.v2+json']),
    )
  })

  it('keeps the order of a thing when a record of a request fails and is sent again', async () => {
    let refusals = 1
    bridged.proxy.fate(({ value }) => (value.includes('key-2') && refusals-- > 0 ? 2 : undefined))
    await nameKeys(bridged, 'key-2', 'key-3')
    await arrive(bridged, 'key-3')
    expect([...new Set(named(bridged.proxy.written))]).toEqual(['key-1', 'key-2', 'key-3'])
  })
})

describe('a bridge that is told what cannot be', () => {
  let bridged: Bridged
  beforeAll(async () => {
    bridged = await start('v3', { KAFKA_CA: '-----BEGIN CERTIFICATE-----' })
  })
  afterAll(() => stop(bridged))

  it('sends nothing, and says why where readers are shown', async () => {
    expect(await reasonOf(bridged)).toMatch(/^KAFKA_CA: /)
    expect(bridged.proxy.requests).toEqual([])
  })
})
