import type { Outcome } from '../../contract/ingest.ts'

const HOUR_MS = 3_600_000

/**
 * Adds to what was not kept. Not safe to repeat: for reasons that the digest records once per message.
 * @param now milliseconds since 1970
 */
export async function recordOutcomes(db: D1Database, project: number, outcomes: Outcome[], now: number): Promise<void> {
  const hour = Math.floor(now / HOUR_MS)
  await upsert(
    db,
    outcomes.map((outcome) => ({ project, hour, ...outcome })),
    'quantity + excluded.quantity',
  )
}

/** The sum of one reason in one hour (hours since 1970) of one project. */
export interface OutcomeTotal extends Outcome {
  project: number
  hour: number
}

/**
 * Writes sums as a project's gate has counted them. Safe to repeat, since sums only grow; each reason belongs either to
 * the gate or to {@link recordOutcomes}, never to both.
 */
export async function writeOutcomeTotals(db: D1Database, totals: OutcomeTotal[]): Promise<void> {
  await upsert(db, totals, 'max(quantity, excluded.quantity)')
}

async function upsert(db: D1Database, rows: OutcomeTotal[], quantity: string): Promise<void> {
  if (rows.length === 0) return
  await db
    .prepare(
      `INSERT INTO outcomes (project_id, hour, category, reason, quantity)
       SELECT value ->> 'project', value ->> 'hour', value ->> 'category', value ->> 'reason', value ->> 'quantity' FROM json_each(?1)
       WHERE true ON CONFLICT DO UPDATE SET quantity = ${quantity}`,
    )
    .bind(JSON.stringify(rows))
    .run()
}
