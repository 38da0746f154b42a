import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Accepted, AcceptedMessage } from '../../contract/occurrences.ts'
import type { Database } from './commit.ts'
import { deadLetters } from './schema/dead-letters.ts'
import { domainEvents } from './schema/domain-events.ts'
import { projects } from './schema/projects.ts'

export type DeadLetterRow = Omit<typeof deadLetters.$inferSelect, 'organisationId'>

const { id, source, reason, detail, bodyKey, meta, createdAt, redrivenAt, position } = deadLetters
const shown = { id, source, reason, detail, bodyKey, meta, createdAt, redrivenAt, position, projectId: projects.id }

const from = (db: Database) =>
  db
    .select(shown)
    .from(deadLetters)
    .leftJoin(projects, and(eq(projects.id, deadLetters.projectId), isNull(projects.deletedAt)))

const ofOrganisation = (organisationId: string) =>
  or(eq(projects.organisationId, organisationId), eq(deadLetters.organisationId, organisationId))

/**
 * @returns up to `limit` dead letters of the organisation after a place, newest first: of its projects and of its part of
 * the log, or of one of its projects.
 */
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
        ofOrganisation(organisationId),
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
    .where(and(ofOrganisation(organisationId), eq(id, wanted)))
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

/** @returns whether the log has the event at a position still, so that a reader can take it again. */
export const eventIsThere = async (db: Database, organisationId: string, wanted: number): Promise<boolean> => {
  const { position: at, organisationId: owner } = domainEvents
  const found = await db
    .select({ at })
    .from(domainEvents)
    .where(and(eq(at, wanted), eq(owner, organisationId)))
    .get()
  return found !== undefined
}

/**
 * The statement that notes when a dead letter was sent again. Of a reader's this is the order to take it, so it must not
 * be earlier than the letter, whatever the clocks say.
 */
export const updateRedrivenAt = (db: Database, wanted: string, now: number) =>
  db
    .update(deadLetters)
    .set({ redrivenAt: sql`iif(${position} IS NULL, ${now}, max(${createdAt}, ${now}))` })
    .where(eq(id, wanted))
