import type { MiddlewareHandler } from 'hono'
import { etag } from 'hono/etag'
import { dataSchema } from '../../../contract/catalogue/json-schema.ts'
import { CATALOGUE, type EventType } from '../../../contract/domain-events.ts'
import { eventsPage } from '../pages/events.ts'
import { problem } from '../problem.ts'
import { asyncApiDocument, type TopicOf } from './asyncapi.ts'
import { router } from './route.ts'

/** What describes the events, for everybody. */
export const catalogue = router()

/** It changes with a deploy only, and then who asks again gets it. */
const kept: MiddlewareHandler = async (c, next) => {
  await next()
  if (c.res.ok) c.header('Cache-Control', 'public, max-age=300')
}
for (const path of ['/asyncapi.json', '/schemas/*', '/docs/events']) catalogue.use(path, kept)
for (const path of ['/asyncapi.json', '/schemas/*']) catalogue.use(path, etag())

catalogue.get('/asyncapi.json', (c) => {
  const { host } = new URL(c.req.url)
  return c.json(asyncApiDocument({ host, topicOf }))
})

catalogue.get('/schemas/:file', (c) => {
  const type = /^(.+)\.json$/.exec(c.req.param('file'))?.[1] ?? ''
  if (!isType(type)) return problem(c, 'not_found')
  const $id = new URL(`/schemas/${type}.json`, c.req.url).href
  const { summary, example } = CATALOGUE[type]
  const schema = {
    $id,
    title: type,
    description: summary,
    examples: [example],
    ...dataSchema(CATALOGUE[type], 'draft-2020-12'),
  }
  return c.body(JSON.stringify(schema), 200, { 'Content-Type': 'application/schema+json' })
})

catalogue.get('/docs/events', (c) => c.html(eventsPage(topicOf, c.get('secureHeadersNonce') ?? '')))

const isType = (type: string): type is EventType => Object.hasOwn(CATALOGUE, type)

const topicOf: TopicOf = (_, aggregate) => `signalbox.${aggregate}.v1`
