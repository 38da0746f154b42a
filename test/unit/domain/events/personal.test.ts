import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eitherShape, isPersonalName, MASK, markedPaths, masked } from '../../../../domain/events/personal.ts'

describe('what says something of a person', () => {
  it.each([
    'email',
    'userEmail',
    'user_email',
    'EMAIL',
    'emailAddress',
    'phone',
    'phoneNumber',
    'firstName',
    'last_name',
    'fullName',
    'userName',
    'recipient',
    'address',
    'ip',
    'clientIP',
    'ipAddress',
    'customerName',
  ])('is known by the name %s', (name) => expect(isPersonalName(name)).toBe(true))

  it.each(['id', 'userId', 'ship', 'membership', 'tip', 'name', 'eventName', 'title', 'message', 'total', 'equipment'])(
    'is not told by the name %s',
    (name) => expect(isPersonalName(name)).toBe(false),
  )

  it('is a name where it is the name of a person', () => {
    expect(masked({ name: 'Ada', customer: { name: 'Ada' }, product: { name: 'Tea' } }, 'open', 'prospect')).toEqual({
      name: MASK,
      customer: { name: MASK },
      product: { name: 'Tea' },
    })
  })

  it('is masked in lists and at any depth, and what is null stays null', () => {
    const data = { guests: [{ email: 'a@example.com', seat: 1 }, { email: null }], address: { city: 'Paris' } }
    expect(masked(data, 'open')).toEqual({ guests: [{ email: MASK, seat: 1 }, { email: null }], address: MASK })
  })

  it('is what the schema marks, and what it does not know by name', () => {
    const shape = { fields: new Map([['who', 'personal'] as const, ['ip', 'plain'] as const]), items: 'plain' } as const
    expect(masked({ who: 'Ada', ip: 4, phone: '1', free: { email: 'x' } }, shape)).toEqual({
      who: MASK,
      ip: 4,
      phone: MASK,
      free: { email: MASK },
    })
    expect(markedPaths({ fields: new Map([['list', { fields: new Map(), items: shape }]]), items: 'plain' })).toEqual([
      'list.*.who',
    ])
  })

  it('is masked where one of two shapes masks it', () => {
    const a = { fields: new Map([['a', 'personal'] as const]), items: 'plain' } as const
    const b = { fields: new Map([['b', 'personal'] as const]), items: 'plain' } as const
    expect(masked({ a: '1', b: '2' }, eitherShape(a, b))).toEqual({ a: MASK, b: MASK })
    expect(eitherShape('open', 'plain')).toBe('open')
  })

  it('never survives under its name, whatever surrounds it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (around) => {
        const text = JSON.stringify(masked({ around, deep: [{ email: 'ada@secret.example' }] }, 'open'))
        expect(text).not.toContain('ada@secret.example')
      }),
    )
  })
})
