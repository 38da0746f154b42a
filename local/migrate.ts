import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** Applies what `wrangler d1 migrations apply` would, and notes it in the same table, so that either can go on from the other. */
export async function migrate(db: D1Database): Promise<string[]> {
  await db.exec(
    'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
  )
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map(({ name }) => name))
  const pending = globSync('migrations/*.sql')
    .sort()
    .filter((path) => !applied.has(basename(path)))
  for (const path of pending) {
    const statements = readFileSync(path, 'utf8').split('--> statement-breakpoint')
    await db.batch([
      ...statements.map((statement) => db.prepare(statement)),
      db.prepare('INSERT INTO d1_migrations (name) VALUES (?1)').bind(basename(path)),
    ])
  }
  return pending
}
