import { describe, expect, it } from 'vitest'
import type { CatalogueEntry } from '../../../contract/catalogue/entry.ts'
import { ALIASES, CATALOGUE, entryOf } from '../../../contract/domain-events.ts'

const entries = Object.entries(CATALOGUE) as [string, CatalogueEntry][]

describe('the catalogue', () => {
  it.each(entries)('has an example of %s that its schema takes', (_, { data, example }) => {
    expect(data.safeParse(example)).toMatchObject({ success: true })
  })

  it('begins each type with the thing it happens to, but where that is a part of another', () => {
    const apart = entries.filter(([type, { aggregate }]) => type.slice(0, type.indexOf('.')) !== aggregate)
    expect(apart.map(([type]) => type)).toEqual([])
  })

  it('gives no alias to two types, and none that is a type itself', () => {
    const all = entries.flatMap(([, { aliases = [] }]) => aliases)
    expect(new Set(all).size).toBe(all.length)
    expect(all.filter((alias) => Object.hasOwn(CATALOGUE, alias))).toEqual([])
  })

  it('is found by type and by alias, and has nothing of what every object has', () => {
    expect(entryOf('UserRegistered')).toBe(CATALOGUE['user.registered'])
    expect(ALIASES.get('UserActionPerformed')).toBe('user.action_performed')
    expect(entryOf('toString')).toBeUndefined()
    expect(entryOf('constructor')).toBeUndefined()
  })
})
