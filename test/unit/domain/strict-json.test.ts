import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../domain/canonical-json.ts'
import { jsonFault } from '../../../domain/strict-json.ts'

describe('a JSON body', () => {
  it('without traps has no fault, whatever stands in its strings', () => {
    const text = fc.string({ unit: 'binary' }).map((one) => one.replaceAll('\0', ''))
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 8 }).map((value) => JSON.stringify([value])),
        text,
        (json, extra) => {
          const safe = !/\\u0000|\\ud[89a-f]/i.test(json)
          if (safe) expect(jsonFault(json)).toBeNull()
          expect(jsonFault(JSON.stringify({ [`${extra}":{`]: extra }))).toBeNull()
        },
      ),
    )
  })

  it('that is none is left to the parser', () => {
    for (const text of ['', '{"a":', '"', '{]', 'nul', '\\']) expect(jsonFault(text)).toBeNull()
  })

  it('says a name once in each object', () => {
    for (const text of ['{"a":1,"a":1}', '[{"b":{"a":1,"\\u0061":2}}]', '{"__proto__":1,"__proto__":2}'])
      expect(jsonFault(text)?.code).toBe('duplicate_name')
    expect(jsonFault('{"a":{"a":1},"__proto__":{"b":2}}')).toBeNull()
  })

  it('is not so deep that a parser falls over', () => {
    expect(jsonFault(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeNull()
    for (const depth of [65, 500_000]) expect(jsonFault('['.repeat(depth))?.code).toBe('too_deep')
    expect(jsonFault('{"a":'.repeat(100_000))?.code).toBe('too_deep')
  })

  it('does not fill the memory with millions of empty lists', () => {
    expect(jsonFault(`[${'[],'.repeat(400_000)}[]]`)).toBeNull()
    expect(jsonFault(`[${'[],'.repeat(500_000)}[]]`)?.code).toBe('too_many')
    expect(jsonFault(`["${'[{'.repeat(500_000)}"]`)).toBeNull()
  })

  it('holds text that a database can keep, and says where it does not', () => {
    expect(jsonFault('{"a":{"b/c":["x","\\u0000"]}}')).toMatchObject({ pointer: '/a/b~1c/1', code: 'invalid_text' })
    expect(jsonFault('{"a":"\\ud83d"}')).toMatchObject({ pointer: '/a', code: 'invalid_text' })
    expect(jsonFault('{"\\u0000":1}')).toMatchObject({ pointer: '', code: 'invalid_text' })
    expect(jsonFault('{"a":"\\ud83d\\ude00 \\\\u0000"}')).toBeNull()
  })
})

describe('canonical JSON', () => {
  it('is the same text for the same value, in whatever order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('is another for another value', () => {
    const one = (text: string) => canonicalJson(JSON.parse(text))
    expect(one('{"__proto__":{"a":1}}')).not.toBe(one('{}'))
    expect(one('{"a":[1,2]}')).not.toBe(one('{"a":[2,1]}'))
  })
})
