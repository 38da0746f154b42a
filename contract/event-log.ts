import { z } from 'zod'
import { delivery } from './deliveries.ts'
import { instant } from './ids.ts'
import { page, pageQuery } from './page.ts'
import { fieldError } from './problem.ts'

const moment = z.iso.datetime({ offset: true })
const globs = z.string().max(2000)

/** What the log is asked for; everything given has to hold. */
const filters = {
  type: globs.optional().meta({
    description: 'Types, several by comma; `*` stands for any characters. Names of earlier systems mean our types.',
    example: 'issue.*,user.registered',
  }),
  source: globs.optional().meta({ description: 'Sources, several by comma; `*` stands for any characters' }),
  subject: z.string().max(300).optional().meta({ description: 'Exactly' }),
  actor: z.string().max(100).optional().meta({ description: 'Id of who did it' }),
  aggregate: z.string().max(200).optional().meta({ description: 'Kind of thing it happened to', example: 'issue' }),
  from: moment.optional().meta({ description: 'Happened at this moment or later' }),
  to: moment.optional().meta({ description: 'Happened before this moment' }),
  q: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Text in the event, as the caller may see it; ASCII letters in either case' }),
  correlation: z.string().max(200).optional().meta({ description: 'Of one request and all that came of it' }),
}
const order = z.enum(['desc', 'asc'])

/** The query of a page of the log. */
export const logQuery = pageQuery.extend({
  ...filters,
  order: order.default('desc').meta({ description: 'Of positions: the newest in front, or the oldest' }),
})
export type LogQuery = z.infer<typeof logQuery>

/** The query of an export: the oldest in front, because whoever keeps it appends. */
export const exportQuery = z.object({
  ...filters,
  order: order.default('asc'),
  cursor: z.string().max(500).optional(),
})

/** An event as the log shows it: CloudEvents 1.0 with its place, what it happened to, and extensions. */
export const loggedEvent = z
  .looseObject({
    position: z.int().meta({ description: 'Place in the log; grows' }),
    aggregate: z.string().meta({ description: 'Kind of thing it happened to' }),
    loggedAt: instant.meta({ description: 'When the database took it' }),
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.string(),
    subject: z.string(),
    time: instant,
    datacontenttype: z.literal('application/json'),
    partitionkey: z.string().meta({ description: 'What it keeps its order with' }),
    sequence: z.string().optional().meta({ description: 'Counts within one thing, padded' }),
    actor: z.string().optional(),
    traceparent: z.string().optional(),
    correlationid: z.string().optional(),
    causationid: z.string().optional(),
    data: z.unknown().meta({ description: 'What says something of a person is "[personal]" without log.personal' }),
  })
  .meta({ id: 'LoggedEvent' })
export type LoggedEventView = z.infer<typeof loggedEvent>

/** Where was looked: `next` goes on where a page ends early because much was read and little of it asked for. */
export const searched = z
  .object({
    database: z.boolean(),
    sealedHours: z.int().meta({ description: 'Hours of the log opened in R2, which is slower' }),
    sealedUntil: instant.nullable().meta({ description: 'Up to when closed hours are sealed' }),
  })
  .meta({ id: 'Searched' })

export const logPage = page(loggedEvent).extend({ searched })

/** One step of what came of what. `parent` is the id of the entry it came of, where that is in the timeline too. */
const entry = <K extends string, T extends z.ZodRawShape>(kind: K, shape: T) =>
  z.object({ kind: z.literal(kind), id: z.string(), parent: z.string().nullable(), at: instant, ...shape })

export const timelineEntry = z
  .discriminatedUnion('kind', [entry('event', { event: loggedEvent }), entry('delivery', { delivery })])
  .meta({ id: 'TimelineEntry' })
export type TimelineEntry = z.infer<typeof timelineEntry>

export const timeline = z
  .object({
    data: z.array(timelineEntry),
    truncated: z.boolean().meta({ description: 'More came of it than is shown' }),
    withheld: z
      .array(z.literal('deliveries'))
      .meta({ description: 'What the caller may not see: deliveries take delivery.read' }),
  })
  .meta({ id: 'Timeline' })

/** An event as a form sends it: what CloudEvents asks for is filled in where it is missing. */
export const eventByHand = z
  .looseObject({
    type: z.string(),
    id: z.string().optional(),
    source: z.string().optional(),
    subject: z.string().optional(),
    time: instant.optional(),
    partitionkey: z.string().optional(),
    data: z.unknown(),
  })
  .meta({
    id: 'EventByHand',
    example: { type: 'user.action_performed', data: { userId: 'u_4fQ2', actionType: 'LOGIN' } },
  })

export const published = z
  .object({
    data: z.array(
      z.object({
        outcome: z
          .enum(['logged', 'duplicate'])
          .meta({ description: '`duplicate`: it was there, and nothing was done' }),
        event: loggedEvent,
      }),
    ),
  })
  .meta({ id: 'Published' })

export const dryRun = z
  .object({
    dryRun: z.literal(true),
    data: z.array(
      z.object({
        outcome: z.enum(['accepted', 'duplicate', 'refused']),
        errors: z.array(fieldError),
        type: z.string().nullable(),
        aggregate: z.string().nullable(),
        partitionkey: z.string().nullable(),
        topic: z.string().nullable().meta({ description: 'Topic of the live feed' }),
        readers: z.array(z.string()).meta({ description: 'Readers of the log that would be told' }),
        kafkaTopics: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'PublishDryRun' })
export type DryRun = z.infer<typeof dryRun>
