import { z } from 'zod'
import { eventId, instant, opaqueId, projectId } from './ids.ts'
import { pageQuery } from './page.ts'

export const issueStatus = z.enum(['unresolved', 'resolved', 'ignored'])
export type IssueStatus = z.infer<typeof issueStatus>

export const issueSort = z.enum(['lastSeen', 'firstSeen', 'count', 'users'])
export type IssueSort = z.infer<typeof issueSort>

export const issueQuery = pageQuery.extend({
  project: projectId.optional(),
  status: z
    .enum([...issueStatus.options, 'all'])
    .optional()
    .meta({
      description: 'Without it, what `is:` in the query says, otherwise unresolved',
    }),
  query: z.string().max(500).default('').meta({ example: 'is:unresolved level:error TypeError' }),
  sort: issueSort.default('lastSeen'),
})
export type IssueQuery = z.infer<typeof issueQuery>

export const issue = z
  .object({
    id: opaqueId,
    shortId: z.string().meta({ example: 'DEMO-12' }),
    projectId,
    title: z.string(),
    culprit: z.string(),
    level: z.string(),
    platform: z.string(),
    status: issueStatus,
    count: z.int(),
    users: z.int(),
    firstSeen: instant,
    lastSeen: instant,
    sparkline: z.array(z.int()).meta({ description: 'Occurrences in each of the last 24 hours, oldest first' }),
    firstRelease: z.string().nullable(),
    lastRelease: z.string().nullable(),
    environment: z.string().nullable(),
    regressions: z.int().meta({ description: 'Times it came back after it was resolved' }),
    version: z.int(),
  })
  .meta({ id: 'Issue' })
export type Issue = z.infer<typeof issue>

export const issueDetail = issue
  .extend({
    grouping: z.record(z.string(), z.unknown()).meta({
      description: 'Why these occurrences belong together: algorithm, hashes, variants with their reasons',
    }),
    statusChangedAt: instant.nullable(),
    statusChangedBy: z.string().nullable(),
  })
  .meta({ id: 'IssueDetail' })
export type IssueDetail = z.infer<typeof issueDetail>

/** A change of status may name the version it was decided on, here or in `If-Match`. */
export const statusChange = z.object({ version: z.int().optional() }).meta({ id: 'StatusChange' })

export const attachment = z
  .object({
    name: z.string(),
    contentType: z.string(),
    type: z.string(),
    bytes: z.int(),
    url: z.string().meta({ description: 'Where to download it, relative to the origin' }),
  })
  .meta({ id: 'Attachment' })
export type Attachment = z.infer<typeof attachment>

export const occurrence = z
  .object({
    id: eventId,
    issueId: opaqueId,
    receivedAt: instant,
    timestamp: instant,
    title: z.string(),
    payload: z.record(z.string(), z.unknown()).meta({ description: 'The event as stored after scrubbing' }),
  })
  .meta({ id: 'Occurrence' })
export type Occurrence = z.infer<typeof occurrence>

export const occurrenceDetail = occurrence
  .extend({
    previous: eventId.nullable().meta({ description: 'The next older occurrence of the issue' }),
    next: eventId.nullable().meta({ description: 'The next newer occurrence of the issue' }),
    attachments: z.array(attachment),
  })
  .meta({ id: 'OccurrenceDetail' })

export const issueTag = z
  .object({
    key: z.string(),
    total: z.int(),
    values: z.array(z.object({ value: z.string(), count: z.int() })),
  })
  .meta({ id: 'IssueTag' })
export type IssueTag = z.infer<typeof issueTag>

export const statsPeriod = z.enum(['24h', '14d'])
export const statsPoint = z.object({ hour: instant, count: z.int() }).meta({ id: 'StatsPoint' })
export type StatsPoint = z.infer<typeof statsPoint>

/** An error reported without an SDK. With a bearer token `project` says where; with a DSN key the key does. */
export const errorReport = z
  .object({
    project: projectId
      .optional()
      .meta({ description: 'With a bearer token only; may be left out where there is one project' }),
    message: z.string(),
    stackTrace: z.union([z.string(), z.array(z.string())]).optional(),
    level: z.string().optional(),
    timestamp: z.union([z.string(), z.number()]).optional(),
    tags: z.record(z.string(), z.unknown()).optional(),
    environment: z.string().optional(),
    release: z.string().optional(),
    user: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'ErrorReport' })
