import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brotliBomb, deflateBomb, gzipBomb, zstdBomb } from './bombs.ts'
import { issueWith, newTeam, parts, type Team } from './client.ts'
import { kill, npmStart } from './npm-start.ts'
import { descendantsOf } from './processes.ts'
import { envelopeOf, postEnvelope, smallEvent } from './sdk.ts'
import { freePort, temporaryFolder } from './server.ts'

const TIMES = 3
const ALLOWED_BYTES = 200 * 1024 * 1024

describe('4 GiB packed small', () => {
  let server: ChildProcess
  let team: Team
  beforeAll(async () => {
    const port = await freePort()
    server = await npmStart({ tree: '.', port, state: temporaryFolder('bombs') })
    team = await newTeam(`http://localhost:${port}`)
    await postEnvelope(team, envelopeOf(smallEvent('Warm')))
    await issueWith(team, 1)
  })
  afterAll(() => server && kill(server))

  it.each([
    ['gzip', gzipBomb],
    ['br', brotliBomb],
    ['deflate', deflateBomb],
    ['zstd', zstdBomb],
  ])('as %s is refused with 413, and costs no memory to speak of', async (encoding, make) => {
    const bomb = await make()
    const before = workerd(server).resident
    for (let turn = 0; turn < TIMES; turn++) {
      const answer = await postEnvelope(team, bomb, { 'content-encoding': encoding })
      expect(answer.status).toBe(413)
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('decompressed') })
    }
    expect(workerd(server).peak - before).toBeLessThan(ALLOWED_BYTES)
    const kind = `After${encoding}`
    expect((await postEnvelope(team, envelopeOf(smallEvent(kind)))).status).toBe(200)
  })

  it('on the endpoint of old SDKs is refused as well', async () => {
    const { project, publicKey } = parts(team)
    const answer = await fetch(`${team.origin}/api/${project}/store/?sentry_version=7&sentry_key=${publicKey}`, {
      method: 'POST',
      body: await brotliBomb(),
      headers: { 'content-encoding': 'br' },
    })
    expect(answer.status).toBe(413)
  })
})

function workerd({ pid }: ChildProcess): { resident: number; peak: number } {
  const found = descendantsOf(pid ?? 0).find(({ name }) => name === 'workerd')
  if (!found) throw new Error('workerd is gone')
  return found
}
