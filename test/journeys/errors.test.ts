import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Issue } from '../../contract/issues.ts'
import type { Page } from '../../contract/page.ts'
import { ask, hoursOf, issuesOf, issueWith, newProject, newTeam, occurrencesOf, send, tagsOf, until } from './client.ts'
import { listenTo } from './feed.ts'
import { envelopeOf, postEnvelope, runNode, smallEvent } from './sdk.ts'
import { type Signalbox, STORES, sabotagedCore, startDeployed } from './server.ts'

describe.each(STORES)('errors through %s', (_, start) => {
  let signalbox: Signalbox
  beforeAll(async () => {
    signalbox = await start()
  })
  afterAll(() => signalbox?.stop())

  it('an error of an app with the SDK is heard live, listed and readable', async () => {
    const team = await newTeam(signalbox.origin)
    const feed = await listenTo(team)
    const { exception: eventId } = JSON.parse(await runNode('chained-error.mjs', team))
    const created = await feed.event('issue.created')
    feed.close()

    expect(created.data).toMatchObject({ projectId: team.project.id, title: 'TypeError: The seat cannot be reserved' })
    const [issue, ...others] = await issuesOf(team)
    expect(others).toEqual([])
    expect(issue).toMatchObject({
      id: created.subject,
      title: 'TypeError: The seat cannot be reserved',
      level: 'error',
      platform: 'node',
      status: 'unresolved',
      count: 1,
      users: 1,
      firstRelease: 'shop@1.2.3',
      environment: 'staging',
    })
    const latest = await send<{ id: string; payload: Record<string, unknown> }>(
      signalbox.origin,
      `issues/${created.subject}/occurrences/latest`,
      { token: team.token },
    )
    expect(latest.id).toBe(eventId)
    expect(latest.payload).toMatchObject({
      event_id: eventId,
      user: { id: '42' },
      exception: { values: [{ type: 'RangeError', value: 'Seat 12 has no row' }, { type: 'TypeError' }] },
    })
  })

  it('the same error 500 times is one issue that counts 500', async () => {
    const team = await newTeam(signalbox.origin)
    await runNode('same-error.mjs', team, { TIMES: '500', PEOPLE: '20' })
    const issue = await issueWith(team, 500)

    expect(await issuesOf(team)).toHaveLength(1)
    expect(issue).toMatchObject({ count: 500, users: 20, title: 'Error: Card of Ada was refused' })
    const ids = (await occurrencesOf(team, issue.id)).map(({ id }) => id)
    expect(new Set(ids).size).toBe(500)
    expect(await hoursOf(team, issue.id)).toEqual({ day: 500, fortnight: 500 })
    expect((await tagsOf(team, issue.id)).till).toEqual({ 0: 125, 1: 125, 2: 125, 3: 125 })
  })

  it('a resolved issue that happens again has regressed, and whoever listens hears it', async () => {
    const team = await newTeam(signalbox.origin)
    const once = () => postEnvelope(team, envelopeOf(smallEvent('Relapse')))
    expect((await once()).status).toBe(200)
    const { id } = await issueWith(team, 1)
    const path = `issues/${id}`
    const resolved = await send<Issue>(signalbox.origin, `${path}/resolve`, { token: team.token, body: {} })
    expect(resolved.status).toBe('resolved')
    expect(await issuesOf(team, 'status=unresolved')).toEqual([])

    const feed = await listenTo(team)
    expect((await once()).status).toBe(200)
    const regressed = await feed.event('issue.regressed')
    feed.close()
    expect(regressed).toMatchObject({ subject: id, data: { projectId: team.project.id } })
    expect(await send<Issue>(signalbox.origin, path, { token: team.token })).toMatchObject({
      status: 'unresolved',
      count: 2,
      regressions: 1,
    })
  })

  it('another organisation sees nothing of it', async () => {
    const team = await newTeam(signalbox.origin)
    const stranger = await newTeam(signalbox.origin)
    const feed = await listenTo(stranger)
    await postEnvelope(team, envelopeOf(smallEvent('Private')))
    const { id } = await issueWith(team, 1)
    const [occurrence] = await occurrencesOf(team, id)
    // Its own error comes after the other's on the same way, so once it is heard, the other's would have been.
    await postEnvelope(stranger, envelopeOf(smallEvent('Own')))
    const created = await feed.event('issue.created')
    feed.close()

    expect(created.data).toMatchObject({ projectId: stranger.project.id })
    expect(JSON.stringify(feed.frames)).not.toContain(id)
    expect((await issuesOf(stranger)).map(({ title }) => title)).toEqual(['Own: it is'])
    const all = await send<Page<Issue>>(signalbox.origin, 'issues?status=all', { token: stranger.token })
    expect(all.data.map(({ projectId }) => projectId)).toEqual([stranger.project.id])
    const asStranger = (path: string, body?: object) =>
      ask(signalbox.origin, path, { token: stranger.token, ...(body && { body }) }).then(({ status }) => status)
    for (const path of [
      `issues/${id}`,
      `issues/${id}/tags`,
      `issues/${id}/stats`,
      `issues/${id}/occurrences`,
      `issues/${id}/occurrences/latest`,
      `issues/${id}/occurrences/${occurrence?.id}`,
      `projects/${team.project.id}`,
      `projects/${team.project.id}/keys`,
      `projects/${team.project.id}/outcomes`,
    ]) {
      expect(await asStranger(path), path).toBe(404)
    }
    for (const verb of ['resolve', 'ignore', 'unresolve'])
      expect(await asStranger(`issues/${id}/${verb}`, {})).toBe(404)
    const byProject = await send<Page<Issue>>(signalbox.origin, `issues?status=all&project=${team.project.id}`, {
      token: stranger.token,
    })
    expect(byProject.data).toEqual([])
    expect((await issuesOf(team))[0]?.status).toBe('unresolved')
  })

  it('the key of one project does not open another', async () => {
    const team = await newTeam(signalbox.origin)
    const other = await newProject(signalbox.origin, team.token)
    const { status } = await postEnvelope(
      { ...team, project: { ...other, dsn: team.project.dsn.replace(/\d+$/, other.id) } },
      envelopeOf(smallEvent()),
    )
    expect(status).toBe(403)
  })

  it('without a session there are no answers', async () => {
    for (const path of ['issues', 'projects', 'auth/me', 'live']) {
      expect((await ask(signalbox.origin, path)).status, path).toBe(401)
    }
  })
})

// The same journey on the same build, but a batch writes its count over what others counted: then it must be wrong.
describe('the twin whose batches forget what others counted', () => {
  let signalbox: Signalbox
  beforeAll(async () => {
    const bundle = sabotagedCore(/\bcount = count \+ (\w+\.n)\b/g, 'count = $1')
    signalbox = await startDeployed({ bundle })
  })
  afterAll(() => signalbox?.stop())

  it('miscounts the same error 500 times, and is caught', async () => {
    const team = await newTeam(signalbox.origin)
    await runNode('same-error.mjs', team, { TIMES: '500', PEOPLE: '20' })
    const { id } = await issueWith(team, 1)
    await until('all occurrences', async () => (await occurrencesOf(team, id)).length === 500)
    expect((await issuesOf(team))[0]?.count).not.toBe(500)
  })
})
