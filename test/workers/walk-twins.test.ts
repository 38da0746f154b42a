import { env } from 'cloudflare:workers'
import type { MiddlewareHandler } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Permission } from '../../workers/core/api/route.ts'
import { permit, router } from '../../workers/core/api/route.ts'
import { problem } from '../../workers/core/problem.ts'
import { migrated } from './migrated.ts'
import {
  type Findings,
  foreignNamed,
  foreignReached,
  ownMissed,
  rolesMistaken,
  scopesMistaken,
  strangersLetIn,
  unguarded,
  unprepared,
  vouchedMistaken,
} from './walk.ts'
import { newcomer, type Organisation, organisationWithAll } from './walk-fixtures.ts'
import { type App, PUBLIC } from './walk-routes.ts'

let own: Organisation
let foreign: Organisation

beforeAll(async () => {
  await migrated()
  own = await organisationWithAll(1000)
  foreign = await organisationWithAll(1001)
})

const twin = (sabotage: (app: App) => void): App => {
  const app = router()
  sabotage(app)
  return app
}

/** Says that it takes a permission, and lets everybody through. */
const asleep = (permission: Permission): MiddlewareHandler =>
  Object.assign((_: unknown, next: () => Promise<void>) => next(), { permission })

const projectRow = (id: string, organisationId: string | null) =>
  (env as Env).DB.prepare('SELECT name FROM projects WHERE id = ?1 AND (?2 IS NULL OR organisation_id = ?2)')
    .bind(Number(id), organisationId)
    .first()

/** Reads a project whoever's it is, as a query without its organisation would. */
const unscoped = twin((app) =>
  app.get('/projects/:id', permit('project.read'), async (c) => {
    const row = await projectRow(c.req.param('id'), null)
    return row === null ? problem(c, 'not_found') : c.json(row)
  }),
)

/** Refuses others, but lets them know that there is something to be refused. */
const talkative = twin((app) =>
  app.get('/projects/:id', permit('project.read'), async (c) => {
    const [mine, anybodys] = [
      await projectRow(c.req.param('id'), c.var.caller.organisationId),
      await projectRow(c.req.param('id'), null),
    ]
    if (mine !== null) return c.json(mine)
    return problem(c, 'not_found', anybodys === null ? {} : { detail: 'It is not yours.' })
  }),
)

const byQuery = twin((app) => {
  app.openAPIRegistry.registerPath({
    method: 'get',
    path: '/things',
    parameters: [{ in: 'query', name: 'project', schema: { type: 'string' } }],
    responses: {},
  })
  app.get('/things', permit('project.read'), async (c) => {
    const row = await projectRow(c.req.query('project') ?? '0', null)
    return c.json({ data: row === null ? [] : [row] })
  })
})

const noted = (findings: Findings, ...words: string[]) => {
  for (const word of words) expect(findings.join('\n')).toContain(word)
}

describe('the walk notices', () => {
  it('a route without a guard, whatever its method and however it was mounted', () => {
    const part = twin((app) => app.delete('/secrets/:id', (c) => c.text('gone')))
    const whole = twin((app) => {
      app.get('/secrets', (c) => c.text('all'))
      app.all('/secrets/everything', (c) => c.text('all'))
      app.route('/api/v1', part)
    })
    noted(unguarded(whole), 'GET /secrets has', 'ALL /secrets/everything has', 'DELETE /api/v1/secrets/:id has')
  })

  it('a public route that is gone or got a guard, and a change that takes no more than reading', () => {
    const [name = ''] = PUBLIC.keys()
    const [method = '', path = ''] = name.split(' ')
    const app = twin((app) => app.on([method], path, permit('project.read'), (c) => c.text('')))
    noted(unguarded(app), `${name} has a guard and`, 'GET /livez is on', `${name} changes something`)
  })

  it('a guard that lets everybody through', async () => {
    const app = twin((app) => app.get('/projects', asleep('key.manage'), (c) => c.json({ data: [] })))
    noted(await strangersLetIn(app, { 'a garbage bearer': { token: 'garbage' } }), 'a garbage bearer got 200')
    noted(await rolesMistaken(app, own, ''), 'member may not', 'viewer may not')
    noted(await scopesMistaken(app, own), 'an API key with every other scope may not')
  })

  it('a guard that keeps out who may, or keeps vouched sessions from nothing', async () => {
    const shut: MiddlewareHandler = Object.assign(
      (c: Parameters<MiddlewareHandler>[0]) => Promise.resolve(problem(c, 'forbidden')),
      { permission: 'project.read' },
    )
    const closed = twin((app) => app.get('/projects', shut, (c) => c.json({})))
    noted(await rolesMistaken(closed, own, ''), 'viewer may (project.read) and got 403')
    noted(await scopesMistaken(closed, own), 'an API key with its scope may')
    const open = twin((app) => app.get('/me', asleep('self.account'), (c) => c.json({})))
    noted(await vouchedMistaken(open, () => newcomer(own.id, 'owner')), 'a vouched owner got 200')
  })

  it('a read that forgets its organisation, by path or by query', async () => {
    const token = own.people.owner.token
    noted(await foreignReached(unscoped, { own, foreign, token }), 'with a foreign projects got 200')
    noted(await foreignNamed(byQuery, own, foreign), 'with a foreign project got 200')
  })

  it('an answer that tells what is of others from what is nobody’s', async () => {
    const token = own.people.owner.token
    noted(await foreignReached(talkative, { own, foreign, token }), 'is told apart')
  })

  it('a fixture that is not there, or that its own organisation does not find', async () => {
    const app = twin((app) => app.get('/orders/:id', permit('project.read'), (c) => problem(c, 'not_found')))
    noted(unprepared(app, own), 'no fixture for the parameter id')
    noted(await ownMissed(app, async () => own), 'its own organisation got 404')
  })
})
