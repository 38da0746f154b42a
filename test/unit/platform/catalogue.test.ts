import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '../../../contract/domain-events.ts'
import { aggregateOf, faultsOf, personalPaths, withoutPersonal } from '../../../platform/catalogue.ts'

describe('the catalogue at work', () => {
  it('knows which fields are personal from their schemas', () => {
    expect(personalPaths('user.registered')).toEqual(['email', 'firstName', 'lastName'])
    expect(personalPaths('UserRegistered')).toEqual(personalPaths('user.registered'))
    expect(personalPaths('notification.triggered')).toEqual(['recipient'])
    expect(personalPaths('issue.created')).toEqual([])
  })

  it('masks what is personal in the examples, and nothing else', () => {
    expect(withoutPersonal('user.registered', CATALOGUE['user.registered'].example)).toEqual({
      userId: 'u_4fQ2',
      email: '[personal]',
      firstName: '[personal]',
      lastName: '[personal]',
    })
    for (const [type, { example }] of Object.entries(CATALOGUE))
      if (personalPaths(type).length === 0) expect(withoutPersonal(type, example), type).toEqual(example)
  })

  it('judges by names what a schema leaves to its sender', () => {
    const data = {
      userId: 'u',
      actionType: 'LOGIN',
      actionDetails: { email: 'a@example.com', from: 'web' },
      phone: '1',
    }
    expect(withoutPersonal('user.action_performed', data)).toEqual({
      userId: 'u',
      actionType: 'LOGIN',
      actionDetails: { email: '[personal]', from: 'web' },
      phone: '[personal]',
    })
    expect(withoutPersonal('customer.created', { name: 'Ada', stage: 'new' })).toEqual({
      name: '[personal]',
      stage: 'new',
    })
  })

  it('names the kind of thing that a type is about', () => {
    expect(['UserRegistered', 'parcel.sent', 'OrderShipped'].map(aggregateOf)).toEqual(['user', 'parcel', 'custom'])
  })

  it('points at what is wrong with data', () => {
    expect(faultsOf('user.action_performed', { userId: 'u', actionType: '' })).toMatchObject([
      { pointer: '/actionType' },
    ])
    expect(faultsOf('parcel.sent', { anything: 1 })).toEqual([])
  })
})
