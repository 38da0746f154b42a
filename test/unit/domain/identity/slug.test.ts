import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slugFor } from '../../../../domain/identity/slug.ts'

describe('a slug', () => {
  it.each([
    ['My App', 'my-app'],
    ['Équipe Été', 'equipe-ete'],
    ['  --Front/End--  ', 'front-end'],
    ['日本', 'project'],
    ['', 'project'],
  ])('of %j is %s', (name, slug) => {
    expect(slugFor(name)).toBe(slug)
  })

  it('counts on where it is taken', () => {
    expect(slugFor('Demo', ['demo'])).toBe('demo-2')
    expect(slugFor('Demo', ['demo', 'demo-2', 'demo-4'])).toBe('demo-3')
    expect(slugFor('Demo', ['demo-2'])).toBe('demo')
  })

  it('is always short, plain and free', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer({ min: 2, max: 9 })), (name, numbers) => {
        const taken = [slugFor(name), ...numbers.map((n) => `${slugFor(name)}-${n}`)]
        const slug = slugFor(name, taken)
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
        expect(taken).not.toContain(slug)
        expect(slugFor(name).length).toBeLessThanOrEqual(40)
      }),
    )
  })
})
