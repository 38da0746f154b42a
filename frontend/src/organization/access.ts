import type { Role } from '../../../contract/auth.ts'
import type { Action } from '../../../domain/identity/access.ts'
import type { Me } from '../api/shapes.ts'

/** What pages show or hide by role. The API decides; a test holds this to its table. */
export const ROLES_FOR = {
  'organization.manage': ['owner', 'admin'],
  'organization.delete': ['owner'],
  'member.manage': ['owner', 'admin'],
  'apikey.manage': ['owner', 'admin'],
  'provider.read': ['owner', 'admin'],
  'provider.manage': ['owner'],
  'delivery.read': ['owner', 'admin'],
  'project.manage': ['owner', 'admin'],
  'key.manage': ['owner', 'admin'],
  'log.read': ['owner', 'admin', 'member'],
  'log.erase': ['owner'],
  'event.publish': ['owner', 'admin'],
  'replay.manage': ['owner', 'admin'],
  'event.manage': ['owner', 'admin', 'member'],
  'booking.read': ['owner', 'admin', 'member'],
  'booking.manage': ['owner', 'admin', 'member'],
  'checkin.scan': ['owner', 'admin', 'member'],
} as const satisfies Partial<Record<Action, readonly Role[]>>

export function mayDo(me: Me, action: keyof typeof ROLES_FOR): boolean {
  const roles: readonly Role[] = ROLES_FOR[action]
  return roles.includes(me.organization.role)
}

/** Someone whom an organisation's provider vouched for never runs the deployment. */
export const runsDeployment = ({ user, provider }: Me) => user.platformRole === 'ADMIN' && provider === null

export type WhyNot = 'yourRole' | 'owner' | 'provider' | 'lastOwner'

interface Question {
  me: Me
  member: { userId: string; role: Role; provider: string | null }
  /** Nobody else is owner. */
  lastOwner: boolean
}

/** Why the role of a member cannot be changed, nor the member removed, by who is signed in. */
export function whyFixed({ me, member, lastOwner }: Question): WhyNot | null {
  if (!mayDo(me, 'member.manage')) return 'yourRole'
  if (member.role === 'owner' && me.organization.role !== 'owner') return 'owner'
  if (member.provider !== null) return 'provider'
  return lastOwner ? 'lastOwner' : null
}

const all: readonly Role[] = ['owner', 'admin', 'member', 'viewer']

/** Roles that someone of this role may give: only an owner makes an owner. */
export const rolesToGive = (by: Role) => all.filter((role) => by === 'owner' || role !== 'owner')
