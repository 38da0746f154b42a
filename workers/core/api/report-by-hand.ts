import type { Context } from 'hono'
import type { StatusCode } from 'hono/utils/http-status'
import type { Caller } from '../../../contract/auth.ts'
import { projectId } from '../../../contract/ids.ts'
import { writeTraceparent } from '../../../domain/trace-context.ts'
import { randomHex } from '../../../platform/crypto.ts'
import { database } from '../../../platform/db/commit.ts'
import { type ProjectRow, projectById, projectsAfter } from '../../../platform/db/projects.ts'
import { ingest } from '../../ingest/ingest.ts'
import { problem } from '../problem.ts'

const NAME_THE_PROJECT = { errors: [{ pointer: '/project', code: 'required', detail: 'Name one of your projects' }] }

/** Hands a signed-in person's report to the SDK side, under the first active key of the project it names. */
export const reportByHand = async <E extends { Bindings: Env }>(c: Context<E>, caller: Caller): Promise<Response> => {
  const env: Env = c.env
  const text = await c.req.text()
  const report = decoded(text)
  if (report === undefined) return problem(c, 'malformed_json')
  const project = await projectNamed(env, caller, c.req.query('project') ?? report.project)
  if (project === 'unnamed') return problem(c, 'invalid', NAME_THE_PROJECT)
  if (project === null) return problem(c, 'not_found')
  if (project.publicKey === null) return problem(c, 'no_active_key')
  // Hono's type of the context leaves out what it does not use; the object is the runtime's own.
  const request = named(readdressed(c.req.raw, text, project), c)
  const { body, status, headers } = await ingest(request, env, c.executionCtx as ExecutionContext)
  // Made anew, or it would go without the headers that this request has been given so far.
  return c.newResponse(body, { status: status as StatusCode, headers })
}

// What goes wrong there is told under the names that this request has here.
const named = (request: Request, c: Context): Request => {
  const { requestId, traceId } = c.var
  request.headers.set('X-Request-Id', requestId)
  request.headers.set('traceparent', writeTraceparent({ traceId, parentId: randomHex(8), sampled: false }))
  return request
}

const decoded = (text: string): { project?: unknown } | undefined => {
  try {
    const report: unknown = JSON.parse(text)
    return typeof report === 'object' && report !== null ? report : {}
  } catch {
    return undefined
  }
}

// Who has one project need not name it.
const projectNamed = async (env: Env, caller: Caller, named: unknown): Promise<ProjectRow | 'unnamed' | null> => {
  const db = database(env.DB)
  if (named !== undefined && named !== null) {
    const id = projectId.safeParse(typeof named === 'number' ? String(named) : named)
    return id.success ? projectById(db, caller.organisationId, id.data) : null
  }
  const [only, another] = await projectsAfter(db, caller.organisationId, { after: 0, limit: 2 })
  return only === undefined || another !== undefined ? 'unnamed' : only
}

const readdressed = (request: Request, text: string, project: ProjectRow): Request => {
  const url = new URL('/api/v1/errors', request.url)
  url.searchParams.set('project', String(project.id))
  const headers = new Headers(request.headers)
  // The API has let this person in; which pages may send with the key is no matter any more.
  const page = ['Origin', 'Referer', 'Sec-Fetch-Site']
  for (const spent of ['Authorization', 'Cookie', 'Content-Length', ...page]) headers.delete(spent)
  headers.set('X-Sentry-Auth', `Sentry sentry_version=7, sentry_key=${project.publicKey}`)
  return new Request(url, { method: 'POST', headers, body: text })
}
