import { Parser } from '@asyncapi/parser'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { dataSchema } from '../../../../../contract/catalogue/json-schema.ts'
import { CATALOGUE } from '../../../../../contract/domain-events.ts'
import { asyncApiDocument } from '../../../../../workers/core/api/asyncapi.ts'

type Document = ReturnType<typeof asyncApiDocument>

// The parser checks the document by many schemas, and takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const parser = new Parser()
const document = () =>
  asyncApiDocument({ host: 'signalbox.example', topicOf: (_, aggregate) => `signalbox.${aggregate}.v1` })

/** What the parser has against a document, but that there is a later minor version. */
const objections = async (what: unknown) => {
  const { diagnostics } = await parser.parse(JSON.stringify(what))
  return diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version').map(({ path }) => path.join('/'))
}

describe('the AsyncAPI document', () => {
  it('is one that the parser of AsyncAPI takes', async () => {
    expect(await objections(document())).toEqual([])
  })

  it.each([
    ['an operation that AsyncAPI does not know', (it: Document) => ({ ...it, operations: eating(it) })],
    [
      'a message that is not there',
      ({ components, ...rest }: Document) => ({
        ...rest,
        components: { ...components, messages: {} },
      }),
    ],
    [
      'a schema that is none',
      (it: Document) => ({ ...it, components: { ...it.components, schemas: { CloudEvent: { type: 'fact' } } } }),
    ],
  ])('would be refused with %s', async (_, broken) => {
    expect(await objections(broken(document()))).not.toEqual([])
  })

  it('has a message for every type, in the topic of its aggregate and in no other', () => {
    const { channels } = document()
    const topics = Object.values(channels).filter(({ address }) => address.startsWith('signalbox.'))
    const placed = topics.flatMap(({ address, messages }) => Object.keys(messages).map((type) => `${address} ${type}`))
    expect(placed.sort()).toEqual(
      Object.entries(CATALOGUE)
        .map(([type, { aggregate }]) => `signalbox.${aggregate}.v1 ${type}`)
        .sort(),
    )
  })

  it.each(Object.entries(CATALOGUE))('describes %s so that its example fits, and another does not', (_, entry) => {
    const schema = z.fromJSONSchema(dataSchema(entry, 'draft-7') as Parameters<typeof z.fromJSONSchema>[0])
    expect(schema.safeParse({ ...entry.example, added: 'later' })).toMatchObject({ success: true })
    expect(schema.safeParse({})).toMatchObject({ success: false })
  })

  it('says of each message what the catalogue says, and takes fields that a later version adds', () => {
    const { messages } = document().components
    expect(messages).toMatchObject({
      'user.registered': {
        description: expect.stringContaining('UserRegistered'),
        payload: { required: ['userId'], properties: { email: { 'x-personal': true } } },
      },
    })
    expect(JSON.stringify(messages)).not.toContain('additionalProperties":false')
  })
})

const eating = ({ operations }: Document) => ({
  ...operations,
  live: { ...operations.live, action: 'eat' },
})
