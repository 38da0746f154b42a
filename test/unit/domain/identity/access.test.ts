import { describe, expect, it } from 'vitest'
import { role } from '../../../../contract/auth.ts'
import { ACTIONS, allowed, permitted, SCOPES } from '../../../../domain/identity/access.ts'

const may = (who: Parameters<typeof allowed>[0]) => ACTIONS.filter((action) => allowed(who, action))

describe('access', () => {
  it('lets an owner do everything', () => {
    expect(may('owner')).toEqual(ACTIONS)
  })

  it('lets a viewer read and change nothing', () => {
    expect(may('viewer')).toEqual([
      'organization.read',
      'member.read',
      'project.read',
      'key.read',
      'issue.read',
      'live.read',
      'event.read',
    ])
  })

  it('keeps keys and sending again for owners and admins', () => {
    for (const action of ['key.manage', 'deadletter.redrive'] as const)
      expect(role.options.filter((who) => allowed(who, action))).toEqual(['owner', 'admin'])
  })

  it('shows the log to members, what it says of people to those who manage them, and lets its owner alone erase', () => {
    const may = (action: (typeof ACTIONS)[number]) => role.options.filter((who) => allowed(who, action))
    for (const action of ['log.read', 'reader.read', 'replay.read'] as const)
      expect(may(action)).toEqual(['owner', 'admin', 'member'])
    for (const action of ['log.personal', 'event.publish', 'replay.manage'] as const)
      expect(may(action)).toEqual(['owner', 'admin'])
    expect(may('log.erase')).toEqual(['owner'])
  })

  it('lets an API key publish and read the log, and neither see personal data in it nor erase', () => {
    const key = { role: 'owner', credential: { kind: 'key', scopes: [...ACTIONS] } } as const
    const said = ['log.read', 'event.publish', 'replay.manage', 'log.personal', 'log.erase'] as const
    expect(said.filter((action) => permitted(key, action))).toEqual(['log.read', 'event.publish', 'replay.manage'])
  })

  it('never takes from a higher role what a lower one has', () => {
    const ranks = role.options.toReversed()
    for (const action of ACTIONS) {
      const first = ranks.findIndex((who) => allowed(who, action))
      expect(ranks.slice(first).every((who) => allowed(who, action))).toBe(true)
    }
  })

  it('gives an API key what its scopes say and nothing that decides who gets in, whatever they say', () => {
    const key = { role: 'owner', credential: { kind: 'key', scopes: ['issue.read', 'member.manage'] } } as const
    expect(ACTIONS.filter((action) => permitted(key, action))).toEqual(['issue.read'])
    expect(SCOPES).not.toContain('apikey.manage')
  })
})
