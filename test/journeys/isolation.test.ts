import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { Project } from '../../contract/projects.ts'
import { issueWith, newProject, send, type Team } from './client.ts'
import { listenTo } from './feed.ts'
import { newAddress, newMember, newPerson, tell } from './people.ts'
import { envelopeOf, postEnvelope, smallEvent } from './sdk.ts'
import { type Signalbox, startEmbedded } from './server.ts'

/** Stands in everything the first organisation calls its own. */
const MARK = 'zebracrossing'

let signalbox: Signalbox
let origin: string
let first: Session
let second: Session

beforeAll(async () => {
  signalbox = await startEmbedded()
  origin = signalbox.origin
  // The ADMIN of the deployment is somebody else: an ADMIN sees accounts of all.
  await newPerson(origin)
  first = await newPerson(origin, { organization: `Org ${MARK}`, firstName: MARK, email: newAddress(MARK) })
  second = await newPerson(origin, { organization: 'Other' })
})
afterAll(() => signalbox?.stop())

const teamOf = async ({ accessToken: token, organization }: Session, name: string): Promise<Team> => ({
  origin,
  token,
  organization: organization.id,
  project: await newProject(origin, token, name),
})

/** An error whose every part bears the mark. */
const markedError = () =>
  envelopeOf(
    smallEvent(MARK, {
      tags: { animal: MARK },
      user: { email: `user-${MARK}@example.com` },
      environment: MARK,
      release: `${MARK}@1`,
      server_name: MARK,
    }),
  )

/** Does whatever an organisation does, all of it marked. @returns its project's team */
async function busyTeam(): Promise<Team> {
  const team = await teamOf(first, `Shop ${MARK}`)
  const { token } = team
  await newMember(origin, first, 'viewer')
  await send(origin, 'members/invitations', { token, body: { email: newAddress(MARK), role: 'viewer' } })
  await send(origin, 'api-keys', { token, body: { name: MARK, scopes: ['issue.read'] } })
  await send(origin, `projects/${team.project.id}/keys`, { token, body: { name: MARK } })
  expect((await postEnvelope(team, markedError())).status).toBe(200)
  const issue = await issueWith(team, 1)
  await tell(origin, `POST issues/${issue.id}/resolve`, { token, body: {} })
  return team
}

const DOCUMENT = '/openapi.json'

/** Every path that can be read without knowing an id, as the deployment itself describes them. */
async function lists(): Promise<string[]> {
  const { paths } = (await (await fetch(`${origin}${DOCUMENT}`)).json()) as { paths: Record<string, object> }
  return Object.entries(paths)
    .filter(
      ([path, item]) => 'get' in item && path.startsWith('/api/v1/') && !path.includes('{') && path !== '/api/v1/live',
    )
    .map(([path]) => path.replace('/api/v1/', ''))
}

it('a second organisation sees nothing of the first, in no list, no search and not live', async () => {
  await teamOf(second, 'Own')
  const [theirs, own] = await Promise.all([second, first].map(({ accessToken: token }) => listenTo({ origin, token })))
  const team = await busyTeam()
  // What comes last in the first is heard there, and something of the second's own here: so nothing is still under way.
  await own?.event('issue.resolved')
  await send<Project>(origin, 'projects', { token: second.accessToken, body: { name: 'Last' } })
  await theirs?.event('project.created')
  expect(JSON.stringify(own?.frames)).toContain(MARK)
  expect(JSON.stringify(theirs?.frames)).not.toContain(MARK)
  theirs?.close()
  own?.close()

  const read = async (path: string, token: string) =>
    JSON.stringify((await tell(origin, `GET ${path}`, { token })).body ?? null)
  const shown: string[] = []
  for (const path of await lists())
    for (const query of [
      'limit=100',
      `status=all&project=${team.project.id}`,
      `query=${MARK}&status=all`,
      'status=all',
    ]) {
      const [here, there] = [
        await read(`${path}?${query}`, first.accessToken),
        await read(`${path}?${query}`, second.accessToken),
      ]
      if (here.includes(MARK)) shown.push(path)
      expect(there.replaceAll(`“${MARK}`, ''), `${path}?${query}`).not.toContain(MARK)
    }
  for (const path of [
    'projects',
    'issues',
    'members',
    'members/invitations',
    'api-keys',
    'deliveries',
    'organizations',
    'auth/me',
  ])
    expect(shown).toContain(path)
})

it('what missed the live feed can be asked for again, of its own organisation only', async () => {
  const { accessToken: token } = second
  const url = `${origin.replace('http', 'ws')}/api/v1/live?since=0&organization=${first.organization.id}`
  const socket: WebSocket = Reflect.construct(WebSocket, [url, { headers: { authorization: `Bearer ${token}` } }])
  const heard: string[] = []
  const last = new Promise<void>((done) =>
    socket.addEventListener('message', ({ data }) => {
      heard.push(String(data))
      if (String(data).includes('"Last"')) done()
    }),
  )
  await last
  socket.close()
  expect(heard.join('\n')).not.toContain(MARK)
  expect(heard.join('\n')).not.toContain(first.organization.id)
})

it('a report by hand or a DSN reaches no project of another organisation', async () => {
  const team = await teamOf(first, 'Target')
  const body = { message: 'Planted', project: team.project.id }
  expect((await tell(origin, 'POST errors', { token: second.accessToken, body })).code).toBe('not_found')
  const other = await teamOf(second, 'Source')
  const crossed = { ...team, project: { ...other.project, dsn: other.project.dsn.replace(/\d+$/, team.project.id) } }
  expect((await postEnvelope(crossed, envelopeOf(smallEvent('Planted')))).status).toBe(403)
  const { data } = await send<{ data: unknown[] }>(origin, `issues?project=${team.project.id}&status=all`, {
    token: first.accessToken,
  })
  expect(data).toEqual([])
})
