import { z } from 'zod'
import { projectId } from '../../../contract/ids.ts'
import { page } from '../../../contract/page.ts'
import { keyId, newProjectKey, type ProjectKey, projectKey } from '../../../contract/projects.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, violatedUnique } from '../../../platform/db/commit.ts'
import {
  insertProjectKey,
  keysOf,
  type ProjectKeyRow,
  projectById,
  updateKeyActive,
} from '../../../platform/db/projects.ts'
import { macKeys, mintPublicKey } from '../../../platform/keys.ts'
import { announce } from '../../../platform/live.ts'
import { problem } from '../problem.ts'
import { dsnOf } from './dsn.ts'
import { answer, body, can, problems, router } from './route.ts'

export const projectKeys = router()
const tags = ['projects']
const ofProject = z.object({ id: projectId })
const oneKey = z.object({ id: projectId, keyId })
const TRIES = 5

projectKeys.openapi(
  can('key.read', {
    method: 'get',
    path: '/projects/{id}/keys',
    tags,
    summary: 'The DSN keys of a project, oldest first',
    request: { params: ofProject },
    responses: { 200: answer(page(projectKey), 'The keys'), ...problems },
  }),
  async (c) => {
    const db = database(c.env.DB)
    const project = await projectById(db, c.var.caller.organisationId, c.req.valid('param').id)
    if (project === null) return problem(c, 'not_found')
    const rows = await keysOf(db, project.id)
    return c.json({ data: rows.map((row) => asKey(row, c.req.url)), next: null }, 200)
  },
)

projectKeys.openapi(
  can('key.manage', {
    method: 'post',
    path: '/projects/{id}/keys',
    tags,
    summary: 'Add a DSN key',
    request: { params: ofProject, body: body(newProjectKey) },
    responses: { 201: answer(projectKey, 'The key'), ...problems },
  }),
  async (c) => {
    const { organisationId, userId } = c.var.caller
    const project = await projectById(database(c.env.DB), organisationId, c.req.valid('param').id)
    if (project === null) return problem(c, 'not_found')
    const wish = { projectId: project.id, name: c.req.valid('json').name, organisationId, actor: userId }
    return c.json(asKey(await addKey(c.env, wish, Date.now()), c.req.url), 201)
  },
)

for (const { method, path, active } of [
  { method: 'post', path: '/projects/{id}/keys/{keyId}/revoke', active: false },
  { method: 'delete', path: '/projects/{id}/keys/{keyId}', active: false },
  { method: 'post', path: '/projects/{id}/keys/{keyId}/restore', active: true },
] as const) {
  projectKeys.openapi(
    can('key.manage', {
      method,
      path,
      tags,
      summary: active ? 'Accept a revoked DSN key again' : 'Refuse what is sent with a DSN key',
      request: { params: oneKey },
      responses: { 200: answer(projectKey, 'The key'), ...problems },
    }),
    async (c) => {
      const { id, keyId: number } = c.req.valid('param')
      const project = await projectById(database(c.env.DB), c.var.caller.organisationId, id)
      const keys = project === null ? [] : await keysOf(database(c.env.DB), project.id)
      const key = keys.find((one) => String(one.number) === number)
      if (key === undefined) return problem(c, 'not_found')
      await switchKey(c.env, { key, active, ...c.var.caller }, Date.now())
      return c.json(asKey({ ...key, active }, c.req.url), 200)
    },
  )
}

// A key's number is part of the key, so it is proposed; where two are added at once, one of them proposes again.
const addKey = async (
  env: Env,
  {
    organisationId,
    actor,
    projectId,
    name,
  }: { organisationId: string; actor: string; projectId: number; name: string },
  now: number,
): Promise<ProjectKeyRow> => {
  const db = database(env.DB)
  const keys = await macKeys(env)
  for (let tries = 1; ; tries += 1) {
    const number = ((await keysOf(db, projectId)).at(-1)?.number ?? 0) + 1
    const publicKey = mintPublicKey(keys, String(projectId), number)
    const row = { projectId, number, name, publicKey, active: true, createdAt: now }
    const fact = keyFact('project.key_created', row, { organisationId, actor, now })
    try {
      await announce(env.LIVE_HUB, await commit(db, [insertProjectKey(db, row)], [fact]))
      return row
    } catch (error) {
      if (violatedUnique(error) === null || tries === TRIES) throw error
    }
  }
}

// The gate first: it is what enforces, and repeating the whole after a failure between the two does no harm.
const switchKey = async (
  env: Env,
  {
    key,
    active,
    organisationId,
    userId: actor,
  }: { key: ProjectKeyRow; active: boolean; organisationId: string; userId: string },
  now: number,
): Promise<void> => {
  const gate = env.PROJECT_GATE.get(env.PROJECT_GATE.idFromName(String(key.projectId)))
  await (active ? gate.restore(key.number) : gate.revoke(key.number))
  if (key.active === active) return
  const db = database(env.DB)
  const fact = keyFact(active ? 'project.key_restored' : 'project.key_revoked', key, { organisationId, actor, now })
  const logged = await commit(db, [updateKeyActive(db, key.projectId, key.number, active)], [fact])
  await announce(env.LIVE_HUB, logged)
}

const keyFact = (
  type: string,
  { projectId, number, name }: ProjectKeyRow,
  { organisationId, actor, now }: { organisationId: string; actor: string; now: number },
) => ({
  id: randomId('e'),
  organisationId,
  type,
  subject: String(projectId),
  actor,
  time: now,
  data: { projectId: String(projectId), keyId: String(number), name },
})

const asKey = (row: ProjectKeyRow, url: string): ProjectKey => ({
  id: String(row.number),
  name: row.name,
  dsn: dsnOf(url, row.publicKey, row.projectId),
  publicKey: row.publicKey,
  active: row.active,
  createdAt: new Date(row.createdAt).toISOString(),
})
