import { createRoute } from '@hono/zod-openapi'
import type { JWK } from 'jose'
import { z } from 'zod'
import packageJson from '../../../package.json' with { type: 'json' }
import { publicKeys } from '../../../platform/auth.ts'
import { appliedMigrations } from '../../../platform/db/migrations.ts'
import { answer, problems, router } from './route.ts'

export const operations = router()
const tags = ['operations']
const status = z.object({ status: z.enum(['ok', 'unavailable']) }).meta({ id: 'Status' })
const version = z.object({ name: z.string(), version: z.string() }).meta({ id: 'Version' })
const jwks = z.object({ keys: z.array(z.custom<JWK>().meta({ type: 'object' })) }).meta({ id: 'KeySet' })

operations.openapi(
  createRoute({
    method: 'get',
    path: '/livez',
    tags,
    summary: 'Whether the Worker answers',
    responses: { 200: answer(status, 'It does') },
  }),
  (c) => c.json({ status: 'ok' as const }, 200),
)

operations.openapi(
  createRoute({
    method: 'get',
    path: '/readyz',
    tags,
    summary: 'Whether the database answers and is migrated',
    responses: { 200: answer(status, 'Ready'), 503: answer(status, 'Not ready') },
  }),
  async (c) => {
    const ready = (await appliedMigrations(c.env.DB)) > 0
    return ready ? c.json({ status: 'ok' as const }, 200) : c.json({ status: 'unavailable' as const }, 503)
  },
)

operations.openapi(
  createRoute({
    method: 'get',
    path: '/version',
    tags,
    summary: 'Which build answers',
    responses: { 200: answer(version, 'The build') },
  }),
  (c) => c.json({ name: packageJson.name, version: packageJson.version }, 200),
)

operations.openapi(
  createRoute({
    method: 'get',
    path: '/.well-known/jwks.json',
    tags,
    summary: 'Keys that verify our access tokens (RFC 7517)',
    responses: { 200: answer(jwks, 'The key set'), ...problems },
  }),
  async (c) => {
    c.header('Cache-Control', 'public, max-age=600')
    return c.json({ keys: await publicKeys(c.env.KEY_RING, Date.now()) }, 200)
  },
)
