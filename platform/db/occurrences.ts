import { Buffer } from 'node:buffer'
import type { LoggedEvent } from '../../contract/domain-events.ts'
import type { AcceptedMessage, Grouping } from '../../contract/occurrences.ts'
import type { Batch } from '../../domain/errors/digest.ts'
import {
  ATTACHMENTS,
  COUNT_HOURS,
  COUNT_TAGS,
  COUNT_USERS,
  CREATE_HASHES,
  CREATE_ISSUES,
  EXPLAIN_ISSUES,
  LOG_CREATED,
  LOG_REGRESSED,
  OCCURRENCES,
  ROW,
  UPDATE_ISSUES,
} from './occurrences.sql.ts'

/** Counters of an issue after a batch, as a live list shows them. Times in milliseconds since 1970. */
export interface IssueActivity {
  id: string
  projectId: number
  organisationId: string
  count: number
  users: number
  lastSeen: number
}

export interface BatchResult {
  /** Occurrences that were not there before; zero means that nothing refers to the segment. */
  inserted: number
  issues: IssueActivity[]
  events: LoggedEvent[]
}

/**
 * Writes the rows of a segment in one D1 batch, all or nothing. Everything that counts is derived from the occurrences
 * that this segment really inserted, so a batch that comes twice, whole or in part, changes nothing the second time.
 * New and regressed are decided here by the database, never from an earlier read.
 * @param segment object key of the segment; unique to this try
 * @param newId makes a random id for each issue that may turn out to be new
 */
export async function keepBatch(
  db: D1Database,
  batch: Batch,
  { segment, now, newId }: { segment: string; now: number; newId: () => string },
): Promise<BatchResult> {
  const groups = JSON.stringify(groupRows(batch, newId))
  const rows = JSON.stringify(occurrenceRows(batch))
  const facets = JSON.stringify(batch.occurrences.map((occurrence) => occurrence.facets))
  const files = JSON.stringify(attachmentRows(batch.occurrences.map(({ message }) => message)))
  const statements = [
    db.prepare(CREATE_HASHES).bind(groups, rows),
    db.prepare(CREATE_ISSUES).bind(groups),
    db.prepare(OCCURRENCES).bind(rows, segment),
    db.prepare(COUNT_USERS).bind(rows, segment),
    db.prepare(LOG_REGRESSED).bind(rows, segment, now),
    db.prepare(UPDATE_ISSUES).bind(rows, segment, now, groups),
    db.prepare(COUNT_HOURS).bind(rows, segment),
    db.prepare(COUNT_TAGS).bind(rows, segment, facets),
    db.prepare(LOG_CREATED).bind(groups, segment, now),
    db.prepare(EXPLAIN_ISSUES).bind(groups),
    ...(files === '[]' ? [] : [db.prepare(ATTACHMENTS).bind(files)]),
  ]
  const results = await db.batch<Record<string, unknown>>(statements)
  remember(batch)
  return {
    inserted: results[2]?.meta.changes ?? 0,
    issues: (results[5]?.results ?? []) as unknown as IssueActivity[],
    events: [...(results[4]?.results ?? []), ...(results[8]?.results ?? [])] as unknown as LoggedEvent[],
  }
}

function groupRows({ groups, occurrences }: Batch, newId: () => string): unknown[] {
  let explained = 0
  return groups.map((group) => {
    const spokesman = occurrences[group.newest]
    const grouping = isKnown(group.project, group.hashes)
      ? ''
      : explanation(group.grouping, EXPLAINED_BYTES - explained)
    explained += Buffer.byteLength(grouping)
    return {
      id: newId(),
      project: group.project,
      hashes: group.hashes,
      algorithm: group.grouping.algorithm,
      grouping,
      title: spokesman?.title,
      culprit: spokesman?.culprit,
      level: spokesman?.level,
      platform: spokesman?.platform,
      release: spokesman?.release,
      environment: spokesman?.environment,
      timestamp: spokesman?.timestamp,
    }
  })
}

function occurrenceRows({ occurrences, groups, groupOf }: Batch): unknown[] {
  let end = 0
  return occurrences.map((occurrence, index) => {
    const group = groupOf[index] ?? 0
    const length = occurrence.member.byteLength
    const offset = end
    end += length
    const row: Record<(typeof ROW)[number], unknown> = {
      ...occurrence,
      group,
      offset,
      length,
      hash: groups[group]?.hashes[0],
    }
    return ROW.map((column) => row[column])
  })
}

function attachmentRows(messages: AcceptedMessage[]): unknown[] {
  return messages.flatMap(({ meta: { attachments = [], project, eventId, receivedAt } }) =>
    attachments.map((file) => ({ ...file, project: Number(project), id: eventId, receivedAt })),
  )
}

// Both together stay below the 2 MB that D1 takes as one bound string.
const EXPLAINED_BYTES = 1_000_000
const EXPLANATION_BYTES = 64_000

/**
 * The reasons of a grouping as JSON. A variant that decides nothing keeps its name and hint; of a tree too large to keep,
 * hashes and variants stay.
 */
function explanation(grouping: Grouping, room: number): string {
  const variants = grouping.variants.map((variant) =>
    variant.contributes ? variant : { ...variant, component: undefined },
  )
  const whole = JSON.stringify({ ...grouping, variants })
  if (Buffer.byteLength(whole) <= Math.min(EXPLANATION_BYTES, room)) return whole
  return JSON.stringify({ ...grouping, variants: variants.map(({ component: _, ...variant }) => variant) })
}

// Most occurrences belong to issues that exist. Their explanation need not travel again: this isolate remembers the
// hashes it has seen stored. Forgetting costs bytes, never correctness.
const REMEMBERED = 20_000
const stored = new Set<string>()

function isKnown(project: number, [hash]: string[]): boolean {
  return stored.has(`${project}:${hash}`)
}

function remember({ groups }: Batch): void {
  if (stored.size > REMEMBERED) stored.clear()
  for (const { project, hashes } of groups) stored.add(`${project}:${hashes[0]}`)
}

/** Of the given decimal ids, those of projects that exist and are not deleted. */
export async function knownProjects(db: D1Database, ids: Set<string>): Promise<Set<string>> {
  const { results } = await db
    .prepare('SELECT id FROM projects WHERE deleted_at IS NULL AND id IN (SELECT value + 0 FROM json_each(?1))')
    .bind(JSON.stringify([...ids]))
    .all<{ id: number }>()
  return new Set(results.map(({ id }) => String(id)))
}

/** Notes files that came in an envelope without an event, for an occurrence that is there or still to come. */
export async function keepAttachments(db: D1Database, messages: AcceptedMessage[]): Promise<void> {
  await db
    .prepare(ATTACHMENTS)
    .bind(JSON.stringify(attachmentRows(messages)))
    .run()
}

/** Whether an occurrence has its row. */
export async function isStored(db: D1Database, project: string, eventId: string): Promise<boolean> {
  const row = await db
    .prepare('SELECT 1 FROM occurrences WHERE project_id = ?1 AND event_id = ?2')
    .bind(Number(project), eventId)
    .first()
  return row !== null
}

/**
 * Touches every table that a batch writes. Rejects when the database is away, and as well when its schema is behind the
 * code, which must not be taken for the fault of what waits.
 */
export async function readTables(db: D1Database): Promise<void> {
  const tables = ['projects', 'issues', 'issue_hashes', 'issue_groupings', 'issue_hours', 'issue_users', 'issue_tags']
  const ask = [...tables, 'occurrences', 'attachments', 'domain_events', 'outcomes', 'dead_letters']
  await db.batch(ask.map((table) => db.prepare(`SELECT 1 FROM ${table} LIMIT 1`)))
}
