import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { inject } from 'vitest'
import './facts.ts'

declare module 'vitest' {
  interface ProvidedContext {
    migrations: D1Migration[]
    /** How much is asked of the object of a room, and which stories. */
    model: { requests: number; seed: number }
  }
}

/** A database with every table, one organisation and project 1 in it. */
export async function migrated(): Promise<D1Database> {
  const { DB } = env as Env
  await applyD1Migrations(DB, inject('migrations'))
  await DB.prepare(
    "INSERT OR IGNORE INTO projects (id, organisation_id, slug, name, created_at) VALUES (1, 'o1', 'demo', 'Demo', 0)",
  ).run()
  return DB
}
