import { describe, expect, it } from 'vitest'
import { role } from '../../../../contract/auth.ts'
import { type Action, allowed } from '../../../../domain/identity/access.ts'

const actions: Action[] = [
  'project.read',
  'project.create',
  'key.read',
  'key.manage',
  'issue.read',
  'issue.triage',
  'deadletter.read',
  'deadletter.redrive',
  'error.report',
  'live.read',
]
const may = (who: Parameters<typeof allowed>[0]) => actions.filter((action) => allowed(who, action))

describe('access', () => {
  it('lets an owner do everything', () => {
    expect(may('owner')).toEqual(actions)
  })

  it('lets a viewer read and change nothing', () => {
    expect(may('viewer')).toEqual(['project.read', 'key.read', 'issue.read', 'live.read'])
  })

  it('keeps keys and sending again for owners and admins', () => {
    for (const action of ['key.manage', 'deadletter.redrive'] as const)
      expect(role.options.filter((who) => allowed(who, action))).toEqual(['owner', 'admin'])
  })

  it('never takes from a higher role what a lower one has', () => {
    const ranks = role.options.toReversed()
    for (const action of actions) {
      const first = ranks.findIndex((who) => allowed(who, action))
      expect(ranks.slice(first).every((who) => allowed(who, action))).toBe(true)
    }
  })
})
