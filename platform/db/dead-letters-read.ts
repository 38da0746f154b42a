import { and, desc, eq, isNull, lt, or } from 'drizzle-orm'
import type { Accepted, AcceptedMessage } from '../../contract/occurrences.ts'
import type { Database } from './commit.ts'
import { deadLetters } from './schema/dead-letters.ts'
import { projects } from './schema/projects.ts'

export type DeadLetterRow = Omit<typeof deadLetters.$inferSelect, 'projectId' | 'organisationId' | 'position'> & {
  projectId: number
}

const { id, source, reason, detail, bodyKey, meta, createdAt, redrivenAt } = deadLetters
const shown = { id, source, reason, detail, bodyKey, meta, createdAt, redrivenAt, projectId: projects.id }

const from = (db: Database) =>
  db
    .select(shown)
    .from(deadLetters)
    .innerJoin(projects, and(eq(projects.id, deadLetters.projectId), isNull(projects.deletedAt)))

/** @returns up to `limit` dead letters of the organisation, or of one of its projects, after a place, newest first. */
export const listDeadLetters = (
  db: Database,
  {
    organisationId,
    project,
    after,
    limit,
  }: {
    organisationId: string
    project: string | undefined
    after: { createdAt: number; id: string } | null
    limit: number
  },
): Promise<DeadLetterRow[]> =>
  from(db)
    .where(
      and(
        eq(projects.organisationId, organisationId),
        project === undefined ? undefined : eq(projects.id, Number(project)),
        after === null
          ? undefined
          : or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id))),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit)
    .all()

/** @returns the organisation's dead letter, or null for a foreign or unknown one. */
export const deadLetterById = async (
  db: Database,
  organisationId: string,
  wanted: string,
): Promise<DeadLetterRow | null> =>
  (await from(db)
    .where(and(eq(projects.organisationId, organisationId), eq(id, wanted)))
    .get()) ?? null

/** @returns the message as it was accepted, or null where its bytes are not kept any more. */
export const buriedMessage = async (
  bucket: R2Bucket,
  row: Pick<DeadLetterRow, 'bodyKey' | 'meta'>,
): Promise<AcceptedMessage | null> => {
  const object = row.bodyKey === null ? null : await bucket.get(row.bodyKey)
  if (object === null) return null
  return { meta: JSON.parse(row.meta) as Accepted, body: new Uint8Array(await object.arrayBuffer()) }
}

/** The statement that notes when a dead letter was sent again. */
export const updateRedrivenAt = (db: Database, wanted: string, now: number) =>
  db.update(deadLetters).set({ redrivenAt: now }).where(eq(id, wanted))
