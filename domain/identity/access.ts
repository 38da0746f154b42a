import type { Caller, Role } from '../../contract/auth.ts'

/** Role × action in one place: a row is an action, its cell the roles that may do it. */
const ALLOWED = {
  'organization.read': ['owner', 'admin', 'member', 'viewer'],
  'organization.manage': ['owner', 'admin'],
  'organization.delete': ['owner'],
  'member.read': ['owner', 'admin', 'member', 'viewer'],
  'member.manage': ['owner', 'admin'],
  'apikey.read': ['owner', 'admin'],
  'apikey.manage': ['owner', 'admin'],
  'provider.read': ['owner', 'admin'],
  'provider.manage': ['owner'],
  'delivery.read': ['owner', 'admin'],
  'project.read': ['owner', 'admin', 'member', 'viewer'],
  'project.create': ['owner', 'admin', 'member'],
  'project.manage': ['owner', 'admin'],
  'key.read': ['owner', 'admin', 'member', 'viewer'],
  'key.manage': ['owner', 'admin'],
  'issue.read': ['owner', 'admin', 'member', 'viewer'],
  'issue.triage': ['owner', 'admin', 'member'],
  'deadletter.read': ['owner', 'admin', 'member'],
  'deadletter.redrive': ['owner', 'admin'],
  'error.report': ['owner', 'admin', 'member'],
  'live.read': ['owner', 'admin', 'member', 'viewer'],
  'log.read': ['owner', 'admin', 'member'],
  'log.personal': ['owner', 'admin'],
  'log.erase': ['owner'],
  'event.publish': ['owner', 'admin'],
  'reader.read': ['owner', 'admin', 'member'],
  'replay.read': ['owner', 'admin', 'member'],
  'replay.manage': ['owner', 'admin'],
  'event.read': ['owner', 'admin', 'member', 'viewer'],
  'event.manage': ['owner', 'admin', 'member'],
  'booking.read': ['owner', 'admin', 'member'],
  'booking.manage': ['owner', 'admin', 'member'],
  'checkin.scan': ['owner', 'admin', 'member'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof ALLOWED

/** Every action there is. */
export const ACTIONS = Object.keys(ALLOWED) as Action[]

/** What decides who gets in stays with people: a key that leaked must not be able to make itself at home. */
const PEOPLE_ONLY: readonly Action[] = [
  'organization.manage',
  'organization.delete',
  'member.manage',
  'apikey.read',
  'apikey.manage',
  'provider.read',
  'provider.manage',
  'delivery.read',
  'log.personal',
  'log.erase',
]

/** What an API key may be given. */
export const SCOPES: readonly Action[] = ACTIONS.filter((action) => !PEOPLE_ONLY.includes(action))

/** @returns whether someone of this role may do this in their organisation. */
export const allowed = (role: Role, action: Action): boolean => {
  const roles: readonly Role[] = ALLOWED[action]
  return roles.includes(role)
}

/** @returns whether this caller may do this: a person by their role, an API key by its scopes. */
export const permitted = ({ role, credential }: Pick<Caller, 'role' | 'credential'>, action: Action): boolean =>
  credential.kind === 'key' ? SCOPES.includes(action) && credential.scopes.includes(action) : allowed(role, action)
