import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { projectId } from '../../../contract/ids.ts'
import { page } from '../../../contract/page.ts'
import { keyId, newProjectKey, type ProjectKey, projectKey, projectKeyChange } from '../../../contract/projects.ts'
import { writeDsn } from '../../../domain/errors/dsn.ts'
import { database } from '../../../platform/db/commit.ts'
import { keysOf, type ProjectKeyRow, projectById } from '../../../platform/db/projects.ts'
import { problem } from '../problem.ts'
import { addKey, originsOf } from './new-project-key.ts'
import { changeKey, switchKey } from './project-key-change.ts'
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
    const added = await addKey(c.env, wish, Date.now())
    return added.ok ? c.json(asKey(added.value, c.req.url), 201) : problem(c, added.error)
  },
)

projectKeys.openapi(
  can('key.manage', {
    method: 'patch',
    path: '/projects/{id}/keys/{keyId}',
    tags,
    summary: 'Rename a DSN key, or say whose pages may send with it',
    request: { params: oneKey, body: body(projectKeyChange) },
    responses: { 200: answer(projectKey, 'The key'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const { id, keyId: number } = c.req.valid('param')
    const key = await keyOf(c.env, caller, { id, number })
    if (key === undefined) return problem(c, 'not_found')
    const changed = await changeKey(c.env, { caller, key, wish: c.req.valid('json') }, Date.now())
    return changed.ok ? c.json(asKey(changed.value, c.req.url), 200) : problem(c, 'invalid', { errors: changed.error })
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
      const key = await keyOf(c.env, c.var.caller, { id, number })
      if (key === undefined) return problem(c, 'not_found')
      return c.json(asKey(await switchKey(c.env, { caller: c.var.caller, key, active }, Date.now()), c.req.url), 200)
    },
  )
}

const keyOf = async (env: Env, { organisationId }: Caller, { id, number }: { id: string; number: string }) => {
  const db = database(env.DB)
  const project = await projectById(db, organisationId, id)
  const keys = project === null ? [] : await keysOf(db, project.id)
  return keys.find((one) => String(one.number) === number)
}

const asKey = (row: ProjectKeyRow, url: string): ProjectKey => ({
  id: String(row.number),
  name: row.name,
  dsn: writeDsn({ origin: url, publicKey: row.publicKey, project: String(row.projectId) }),
  publicKey: row.publicKey,
  active: row.active,
  allowedOrigins: originsOf(row.allowedOrigins),
  createdAt: new Date(row.createdAt).toISOString(),
})
