import { describe, expect, it } from 'vitest'
import { dataSchema } from '../../../../contract/catalogue/json-schema.ts'
import { CATALOGUE } from '../../../../contract/domain-events.ts'
import { fieldsOf, type JsonSchema, shownValue, typedValue } from '../../../../frontend/src/activity/schema-fields.ts'

const schemaOf = (type: keyof typeof CATALOGUE) => dataSchema(CATALOGUE[type], 'draft-2020-12') as JsonSchema

describe('fieldsOf', () => {
  it('makes an input of each field of every type in the catalogue', () => {
    for (const [type, { example }] of Object.entries(CATALOGUE)) {
      const schema = schemaOf(type as keyof typeof CATALOGUE)
      const names = fieldsOf(schema).map(({ name }) => name)
      expect(names.length, type).toBeGreaterThan(0)
      const known = Object.keys(example).filter((name) => schema.properties?.[name] !== undefined)
      expect(names, type).toEqual(expect.arrayContaining(known))
    }
  })

  it('lets one choose among known values, and leaves what is optional open', () => {
    const fields = new Map(fieldsOf(schemaOf('notification.triggered')).map((field) => [field.name, field]))
    expect(fields.get('type')).toMatchObject({ kind: 'choice', required: true, options: ['EMAIL', 'SMS', 'PUSH'] })
    expect(fields.get('recipient')).toMatchObject({ kind: 'text', required: false })
  })

  it('knows a text that may be null, a number, and what only JSON can say', () => {
    expect(fieldsOf(schemaOf('project.created')).find(({ name }) => name === 'platform')).toMatchObject({
      kind: 'text',
      nullable: true,
    })
    expect(fieldsOf(schemaOf('reader.rewound')).find(({ name }) => name === 'from')).toMatchObject({ kind: 'integer' })
    expect(fieldsOf(schemaOf('log.erased')).find(({ name }) => name === 'positions')).toMatchObject({ kind: 'json' })
  })
})

describe('values of inputs', () => {
  it('come back as they were', () => {
    const values = [
      ['text', 'a b'],
      ['integer', 12],
      ['number', 1.5],
      ['boolean', false],
      ['json', { a: [1, null] }],
    ] as const
    for (const [kind, value] of values) expect(typedValue(shownValue(value, kind), { kind })).toEqual(value)
  })

  it('are left out where nothing was typed, and kept as text where they are none of their kind', () => {
    expect(typedValue('', { kind: 'integer' })).toBeUndefined()
    expect(typedValue('twelve', { kind: 'integer' })).toBe('twelve')
    expect(typedValue('{"a":', { kind: 'json' })).toBe('{"a":')
  })
})
