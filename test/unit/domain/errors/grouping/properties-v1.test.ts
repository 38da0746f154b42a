import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Frame, NormalizedEvent } from '../../../../../contract/occurrences.ts'
import { contributingText } from '../../../../../domain/errors/grouping/component-v1.ts'
import { markInApp } from '../../../../../domain/errors/grouping/in-app-v1.ts'
import { groupV1 } from '../../../../../domain/errors/grouping/v1.ts'
import { event, grouped, md5 } from './event.ts'

const some = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T) => fc.record(fields, { requiredKeys: [] })
const PIECES = [
  '<',
  '>',
  '(',
  ')',
  '[',
  ']',
  '::',
  '$$',
  '$Lambda',
  'GeneratedMethodAccessor12',
  'operator<',
  ' as ',
  '->',
  ' ',
  '.',
  '@1',
  '/<',
  'block ',
  'class@anonymous',
  '{{ default }}',
  'https://x.example/',
  'node:fs',
  '-DGh4_kLa.js',
  '__1234_12345',
  'É',
  '\ud800',
  '7',
]
const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
)
const platform = fc.constantFrom(
  'javascript',
  'node',
  'python',
  'java',
  'kotlin',
  'go',
  'ruby',
  'php',
  'csharp',
  'native',
  'cocoa',
  'rust',
  'elixir',
  'other',
  'constructor',
)
const frame = some({
  filename: text,
  abs_path: text,
  function: text,
  raw_function: text,
  module: text,
  package: text,
  platform,
  lineno: fc.nat(),
  colno: fc.nat(),
  context_line: text,
  in_app: fc.boolean(),
  data: fc.constant({ sourcemap: 'a.map' }),
})
const stacktrace = fc.record({ frames: fc.array(frame, { maxLength: 6 }) })
const meta = fc.oneof(fc.constant({ ns_error: { domain: 'D', code: 1 } }), fc.dictionary(fc.string(), fc.jsonValue()))
const mechanism = some({
  type: text,
  synthetic: fc.boolean(),
  source: text,
  exception_id: fc.nat(4),
  parent_id: fc.nat(4),
  is_exception_group: fc.boolean(),
  meta,
})
const exception = some({ type: text, value: text, module: text, mechanism, stacktrace })
const thread = some({ id: fc.nat(3), crashed: fc.boolean(), current: fc.boolean(), stacktrace })
const fields = some({
  type: fc.constantFrom('error', 'default', 'csp', 'feedback'),
  platform,
  logentry: some({ message: text, formatted: text }),
  fingerprint: fc.array(text, { maxLength: 3 }),
  tags: fc.dictionary(text, text, { maxKeys: 2 }),
  transaction: text,
  exception: fc.record({ values: fc.array(exception, { maxLength: 5 }) }),
  threads: fc.record({ values: fc.array(thread, { maxLength: 3 }) }),
  stacktrace,
  template: some({ filename: text, context_line: text }),
  csp: fc.dictionary(
    fc.constantFrom('effective_directive', 'violated_directive', 'blocked_uri', 'document_uri'),
    fc.jsonValue(),
  ),
})
// A record of optional keys has the shape of a normalized event; fast-check cannot say so to exactOptionalPropertyTypes.
const anyEvent = fields.map((given) => event(given as Partial<NormalizedEvent>))

describe('grouping of any event', () => {
  it('never throws, and always gives at least one hash', () => {
    fc.assert(
      fc.property(anyEvent, (given) => {
        const { hashes, variants } = grouped(given)
        expect(hashes.length).toBeGreaterThan(0)
        for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{32}$/)
        expect(hashes).toEqual(variants.filter((variant) => variant.contributes).map((variant) => variant.hash))
      }),
      { numRuns: 1000 },
    )
  })

  it('gives the same answer again, and leaves the event alone', () => {
    fc.assert(
      fc.property(anyEvent, (given) => {
        markInApp(given)
        const before = structuredClone(given)
        expect(groupV1(given, md5)).toEqual(groupV1(given, md5))
        expect(given).toEqual(before)
      }),
      { numRuns: 300 },
    )
  })

  it('decides in-app once: deciding again changes nothing where something is in-app', () => {
    fc.assert(
      fc.property(anyEvent, (given) => {
        markInApp(given)
        const before = structuredClone(given)
        markInApp(given)
        expect(given).toEqual(before)
      }),
    )
  })

  it('is explained by what was hashed', () => {
    fc.assert(
      fc.property(anyEvent, (given) => {
        for (const { component, hash, fingerprint } of grouped(given).variants) {
          if (component !== undefined && hash !== undefined && fingerprint === undefined) {
            expect(md5(contributingText(component))).toBe(hash)
          }
        }
      }),
    )
  })

  it('does not see where in a file something happened', () => {
    const stack = fc.array(frame, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(platform, stack, fc.nat(1000), (on, frames, by) => {
        const at = (move: number) => {
          const moved = (frames as Frame[]).map((given, index) => ({
            ...given,
            lineno: index * 2000 + move,
            colno: move,
          }))
          return event({ platform: on, exception: { values: [{ type: 'E', stacktrace: { frames: moved } }] } })
        }
        expect(grouped(at(0)).hashes).toEqual(grouped(at(by)).hashes)
      }),
    )
  })
})
