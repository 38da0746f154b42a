import type { Role } from '../../contract/auth.ts'

/** Role × action in one place: a row is an action, its cell the roles that may do it. */
const ALLOWED = {
  'project.read': ['owner', 'admin', 'member', 'viewer'],
  'project.create': ['owner', 'admin', 'member'],
  'key.read': ['owner', 'admin', 'member', 'viewer'],
  'key.manage': ['owner', 'admin'],
  'issue.read': ['owner', 'admin', 'member', 'viewer'],
  'issue.triage': ['owner', 'admin', 'member'],
  'deadletter.read': ['owner', 'admin', 'member'],
  'deadletter.redrive': ['owner', 'admin'],
  'error.report': ['owner', 'admin', 'member'],
  'live.read': ['owner', 'admin', 'member', 'viewer'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof ALLOWED

/** @returns whether someone of this role may do this in their organisation. */
export const allowed = (role: Role, action: Action): boolean => {
  const roles: readonly Role[] = ALLOWED[action]
  return roles.includes(role)
}
