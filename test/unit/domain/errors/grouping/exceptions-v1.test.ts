import { describe, expect, it } from 'vitest'
import type { ExceptionValue, Mechanism } from '../../../../../contract/occurrences.ts'
import { mainException } from '../../../../../domain/errors/grouping/exception-groups-v1.ts'
import { event, failure, hashesOf, joins, md5 } from './event.ts'

const chain = (...values: ExceptionValue[]) => event({ exception: { values } })
const first = (...values: ExceptionValue[]) => hashesOf(chain(...values))[0]

describe('one exception', () => {
  const trace = [{ filename: 'a.py', in_app: true }]
  const ns_error = { domain: 'NSCocoaErrorDomain', code: 4 }

  it.each<[what: string, value: ExceptionValue, hashed: string]>([
    ['type and value', { type: 'E', value: 'v 1' }, 'Ev <int>'],
    ['type alone', { type: 'E' }, 'E'],
    ['value alone', { value: 'v' }, 'v'],
    ['no value beside a stack trace', { type: 'E', value: 'v', stacktrace: { frames: trace } }, 'Ea.py'],
    ['value beside a trace without frames', { type: 'E', value: 'v', stacktrace: { frames: [] } }, 'Ev'],
    ['no type of a synthetic one', { type: 'E', value: 'v', mechanism: { synthetic: true } }, 'v'],
    [
      'NSError instead of the value',
      { type: 'E', value: 'v', mechanism: { meta: { ns_error } } },
      'ENSCocoaErrorDomain4',
    ],
    ['an NSError without contents is none', { type: 'E', value: 'v', mechanism: { meta: { ns_error: 7 } } }, 'Ev'],
  ])('%s', (_what, value, hashed) => {
    expect(first(value)).toBe(md5(hashed))
  })

  it('with ids in its value is the same', () => {
    const lost = (id: string) => failure('python', { type: 'E', value: `no order ${id}` })
    expect(joins(lost('65f1a2b3c4d5e6f7a8b9c0d1'), lost('65f1a2b3c4d5e6f7a8b9c0d2'))).toBe(true)
    expect(joins(lost('65f1a2b3c4d5e6f7a8b9c0d1'), failure('python', { type: 'E', value: 'no user 1' }))).toBe(false)
  })
})

describe('a chain', () => {
  it('is hashed in its order', () => {
    expect(first({ type: 'Cause' }, { type: 'Outer', value: 'x' })).toBe(md5('CauseOuterx'))
    expect(first({ type: 'Outer', value: 'x' }, { type: 'Cause' })).toBe(md5('OuterxCause'))
  })
})

describe('an exception group', () => {
  const member = (type: string, value: string, exception_id: number, mechanism: Mechanism = {}): ExceptionValue => ({
    type,
    value,
    mechanism: { exception_id, parent_id: 0, ...mechanism },
  })
  const group: ExceptionValue = { type: 'Group', value: 'g', mechanism: { exception_id: 0, is_exception_group: true } }

  it('of members all alike is one of them', () => {
    expect(first(member('A', 'no 1', 2), member('A', 'no 2', 1), group)).toBe(md5('Ano <int>'))
  })

  it('of one member is that with its causes', () => {
    const cause = member('Cause', 'c', 2, { parent_id: 1 })
    expect(first(cause, member('A', 'a', 1), group)).toBe(md5('AaCausec'))
  })

  it('of several kinds is one of each and the root', () => {
    expect(first(member('A', 'x', 3), member('B', 'y', 2), member('A', 'x', 1), group)).toBe(md5('ByAxGroupg'))
  })

  it('does not depend on the order in which its members failed', () => {
    const one = chain(member('A', 'x', 2), member('A', 'y', 1), group)
    const other = chain(member('A', 'y', 2), member('A', 'x', 1), group)
    expect(hashesOf(one)).toEqual(hashesOf(other))
  })

  it('looks through groups in groups', () => {
    const inner = { ...group, type: 'Inner', mechanism: { exception_id: 1, parent_id: 0, is_exception_group: true } }
    expect(first(member('A', 'x', 2, { parent_id: 1 }), inner, group)).toBe(md5('Ax'))
  })

  const id = (mechanism: Mechanism): ExceptionValue => ({ type: 'X', mechanism })
  it.each<[what: string, values: ExceptionValue[]]>([
    ['an id is missing', [id({ parent_id: 0 }), id({ exception_id: 0, is_exception_group: true })]],
    ['an id is there twice', [id({ exception_id: 0 }), id({ exception_id: 0, is_exception_group: true })]],
    [
      'one is its own parent',
      [id({ exception_id: 1, parent_id: 1 }), id({ exception_id: 0, is_exception_group: true })],
    ],
    ['there is no root', [id({ exception_id: 2, parent_id: 1 }), id({ exception_id: 1, is_exception_group: true })]],
    [
      'all are groups',
      [
        id({ exception_id: 1, parent_id: 0, is_exception_group: true }),
        id({ exception_id: 0, is_exception_group: true }),
      ],
    ],
    [
      'it closes on itself',
      [
        id({ exception_id: 1, parent_id: 0, is_exception_group: true }),
        id({ exception_id: 0, parent_id: 1, is_exception_group: true }),
      ],
    ],
  ])('is a plain chain where %s', (_what, values) => {
    expect(first(...values)).toBe(md5('XX'))
  })
})

describe('the main exception', () => {
  const named = (...values: ExceptionValue[]) => mainException(chain(...values))?.type

  it('is the last one', () => {
    expect(named({ type: 'Cause' }, { type: 'Outer' })).toBe('Outer')
    expect(named()).toBeUndefined()
  })

  it('is the cause of what React recovered from', () => {
    const value = 'There was an error while hydrating but React was able to recover by instead client rendering.'
    const outer = { type: 'Error', value, mechanism: { exception_id: 0 } }
    expect(named({ type: 'Real', mechanism: { source: 'cause', exception_id: 1, parent_id: 0 } }, outer)).toBe('Real')
  })

  it('is what RxJava could not deliver', () => {
    const module = 'io.reactivex.rxjava3.exceptions'
    const outer = { type: 'UndeliverableException', module, mechanism: { exception_id: 0 } }
    expect(named({ type: 'Real', mechanism: { exception_id: 1, parent_id: 0 } }, outer)).toBe('Real')
  })

  it('is a member of a group whose members are alike', () => {
    const group = { type: 'Group', mechanism: { exception_id: 0, is_exception_group: true } }
    const member = (type: string, exception_id: number) => ({ type, mechanism: { exception_id, parent_id: 0 } })
    expect(named(member('A', 2), member('A', 1), group)).toBe('A')
    expect(named(member('A', 2), member('B', 1), group)).toBe('Group')
  })
})
