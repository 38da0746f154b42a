import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { projectId } from '../../../contract/ids.ts'
import { page } from '../../../contract/page.ts'
import { keyId, newProjectKey, type ProjectKey, projectKey } from '../../../contract/projects.ts'
import { writeDsn } from '../../../domain/errors/dsn.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database } from '../../../platform/db/commit.ts'
import { keysOf, type ProjectKeyRow, projectById, updateKeyActive } from '../../../platform/db/projects.ts'
import { announce } from '../../../platform/live.ts'
import { problem } from '../problem.ts'
import { addKey, keyFact } from './new-project-key.ts'
import { answer, body, can, creating, problems, router } from './route.ts'

export const projectKeys = router()
const tags = ['projects']
const ofProject = z.object({ id: projectId })
const oneKey = z.object({ id: projectId, keyId })

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
  creating('key.manage', {
    method: 'post',
    path: '/projects/{id}/keys',
    tags,
    summary: 'Add a DSN key',
    request: { params: ofProject, body: body(newProjectKey) },
    responses: { 201: answer(projectKey, 'The key'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const project = await projectById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (project === null) return problem(c, 'not_found')
    const wish = { caller, projectId: project.id, name: c.req.valid('json').name, factId }
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
      await switchKey(c.env, { key, active, caller: c.var.caller }, Date.now())
      return c.json(asKey({ ...key, active }, c.req.url), 200)
    },
  )
}

// The gate first: it is what enforces, and repeating the whole after a failure between the two does no harm.
const switchKey = async (
  env: Env,
  { key, active, caller }: { key: ProjectKeyRow; active: boolean; caller: Caller },
  now: number,
): Promise<void> => {
  const gate = env.PROJECT_GATE.get(env.PROJECT_GATE.idFromName(String(key.projectId)))
  await (active ? gate.restore(key.number) : gate.revoke(key.number))
  if (key.active === active) return
  const db = database(env.DB)
  const type = active ? 'project.key_restored' : 'project.key_revoked'
  const fact = keyFact(type, key, { id: randomId('e'), caller, now })
  const logged = await commit(db, [updateKeyActive(db, key.projectId, key.number, active)], [fact])
  await announce(env.LIVE_HUB, logged)
}

const asKey = (row: ProjectKeyRow, url: string): ProjectKey => ({
  id: String(row.number),
  name: row.name,
  dsn: writeDsn({ origin: url, publicKey: row.publicKey, project: String(row.projectId) }),
  publicKey: row.publicKey,
  active: row.active,
  createdAt: new Date(row.createdAt).toISOString(),
})
