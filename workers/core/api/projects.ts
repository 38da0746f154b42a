import { z } from 'zod'
import { projectId } from '../../../contract/ids.ts'
import { statsPeriod } from '../../../contract/issues.ts'
import { page, pageQuery } from '../../../contract/page.ts'
import {
  newProject,
  outcome,
  type Project,
  project,
  projectChange,
  projectRemoval,
} from '../../../contract/projects.ts'
import { writeDsn } from '../../../domain/errors/dsn.ts'
import { database } from '../../../platform/db/commit.ts'
import {
  outcomesSince,
  type ProjectRow,
  projectById,
  projectEver,
  projectsAfter,
} from '../../../platform/db/projects.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { createProject } from './new-project.ts'
import { changeProject, deleteProject } from './project-change.ts'
import { answer, body, can, creating, problems, router } from './route.ts'

export const projects = router()
const tags = ['projects']
const HOUR_MS = 3_600_000

projects.openapi(
  creating('project.create', {
    method: 'post',
    path: '/projects',
    tags,
    summary: 'Make a project with its first DSN key',
    request: { body: body(newProject) },
    responses: { 201: answer(project, 'The project'), ...problems },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const made = await createProject(c.env, { caller, wish: c.req.valid('json'), factId }, Date.now())
    return c.json(asProject(made, c.req.url), 201)
  },
)

projects.openapi(
  can('project.read', {
    method: 'get',
    path: '/projects',
    tags,
    summary: 'The projects of the organisation, in the order they were made',
    request: { query: pageQuery },
    responses: { 200: answer(page(project), 'A page of projects'), ...problems },
  }),
  async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const place = cursor === undefined ? [0] : readCursor(cursor, z.tuple([z.int()]))
    if (place === null) return problem(c, 'invalid_cursor')
    const after = { after: place[0] ?? 0, limit: limit + 1 }
    const rows = await projectsAfter(database(c.env.DB), c.var.caller.organisationId, after)
    const item = (row: ProjectRow) => asProject(row, c.req.url)
    return c.json(asPage(rows, { limit, place: ({ id }) => [id], item }), 200)
  },
)

projects.openapi(
  can('project.read', {
    method: 'get',
    path: '/projects/{id}',
    tags,
    summary: 'One project',
    request: { params: z.object({ id: projectId }) },
    responses: { 200: answer(project, 'The project'), ...problems },
  }),
  async (c) => {
    const row = await projectById(database(c.env.DB), c.var.caller.organisationId, c.req.valid('param').id)
    return row === null ? problem(c, 'not_found') : c.json(asProject(row, c.req.url), 200)
  },
)

projects.openapi(
  can('project.manage', {
    method: 'patch',
    path: '/projects/{id}',
    tags,
    summary: 'Change a project',
    request: { params: z.object({ id: projectId }), body: body(projectChange) },
    responses: { 200: answer(project, 'The project'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await projectById(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const changed = await changeProject(c.env, { caller, row, wish: c.req.valid('json') }, Date.now())
    if (changed.ok) return c.json(asProject(changed.value, c.req.url), 200)
    return changed.error === 'slug_taken' ? problem(c, 'invalid', SLUG_TAKEN) : problem(c, changed.error)
  },
)

projects.openapi(
  can('project.manage', {
    method: 'delete',
    path: '/projects/{id}',
    tags,
    summary: 'Delete a project: its DSN keys are refused within ten seconds, its issues are gone',
    request: { params: z.object({ id: projectId }), body: body(projectRemoval) },
    responses: { 204: { description: 'Deleted' }, ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await projectEver(database(c.env.DB), caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    if (c.req.valid('json').name.trim() !== row.name) return problem(c, 'invalid', OTHER_NAME)
    await deleteProject(c.env, { caller, row }, Date.now())
    return c.body(null, 204)
  },
)

projects.openapi(
  can('project.read', {
    method: 'get',
    path: '/projects/{id}/outcomes',
    tags,
    summary: 'What was not kept, and why, hour by hour',
    request: { params: z.object({ id: projectId }), query: z.object({ period: statsPeriod.default('24h') }) },
    responses: { 200: answer(page(outcome), 'The outcomes, newest hour first'), ...problems },
  }),
  async (c) => {
    const db = database(c.env.DB)
    const row = await projectById(db, c.var.caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const hours = c.req.valid('query').period === '24h' ? 24 : 14 * 24
    const rows = await outcomesSince(db, row.id, Math.floor(Date.now() / HOUR_MS) - hours)
    const data = rows.map(({ hour, category, reason, quantity }) => ({
      hour: new Date(hour * HOUR_MS).toISOString(),
      category,
      reason,
      quantity,
    }))
    return c.json({ data, next: null }, 200)
  },
)

const SLUG_TAKEN = {
  errors: [{ pointer: '/slug', code: 'taken', detail: 'Another project has this slug, or had it once' }],
}
const OTHER_NAME = { errors: [{ pointer: '/name', code: 'other_name', detail: 'That is not the name of the project' }] }

const asProject = (row: ProjectRow, url: string): Project => ({
  id: String(row.id),
  name: row.name,
  slug: row.slug,
  platform: row.platform,
  dsn: row.publicKey === null ? null : writeDsn({ origin: url, publicKey: row.publicKey, project: String(row.id) }),
  createdAt: new Date(row.createdAt).toISOString(),
  version: row.version,
})
