import { z } from 'zod'
import { role } from '../auth.ts'
import { opaqueId } from '../ids.ts'
import { type CatalogueEntry, PERSONAL } from './entry.ts'

const userId = opaqueId.meta({ description: 'Id of the person' })
const invitationId = opaqueId.meta({ description: 'Id of the invitation' })
const name = z.string()
const personal = z.string().meta(PERSONAL)

const user = { aggregate: 'user', owner: 'database' } as const
const member = { aggregate: 'member', owner: 'database' } as const
const organization = { aggregate: 'organization', owner: 'database' } as const
const apiKey = { aggregate: 'api_key', owner: 'database' } as const
const provider = { aggregate: 'identity_provider', owner: 'database' } as const

const someone = { userId: 'u_4fQ2' }
const invited = { invitationId: 'i_8sK1' }
const ownKey = { apiKeyId: 'k_1xZ9', name: 'deploys' }
const company = { identityProviderId: 'p_7dR3', name: 'Example Ltd', issuer: 'https://login.example.com' }
const keyData = z.object({ apiKeyId: opaqueId, name, successor: opaqueId.optional() })
const providerData = z.object({ identityProviderId: opaqueId, name, issuer: z.url() })
const invitationData = z.object({ invitationId, role: role.optional() })

/** People, organisations, and who may do what. */
export const IDENTITY = {
  'user.registered': {
    ...user,
    summary: 'Someone has an account',
    data: z.object({
      userId,
      email: personal.optional(),
      firstName: personal.nullish(),
      lastName: personal.nullish(),
    }),
    example: { ...someone, email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
    aliases: ['UserRegistered'],
  },
  'user.action_performed': {
    ...user,
    summary: 'Someone did something with their account, such as signing in',
    data: z.object({
      userId,
      actionType: z.string().min(1).max(64),
      actionDetails: z.union([z.record(z.string(), z.unknown()), z.string()]).optional(),
    }),
    example: { ...someone, actionType: 'LOGIN' },
    aliases: ['UserActionPerformed'],
  },
  'organization.created': {
    ...organization,
    summary: 'An organisation was made',
    data: z.object({ organizationId: opaqueId, name }),
    example: { organizationId: 'o_2aB7', name: 'Example Ltd' },
  },
  'organization.updated': {
    ...organization,
    summary: 'The settings of an organisation were changed',
    data: z.looseObject({ organizationId: opaqueId, changed: z.array(z.string()) }),
    example: { organizationId: 'o_2aB7', changed: ['name'], name: 'Example & Co' },
  },
  'organization.deleted': {
    ...organization,
    summary: 'An organisation was deleted, with all it had',
    data: z.object({ organizationId: opaqueId }),
    example: { organizationId: 'o_2aB7' },
  },
  'member.joined': {
    ...member,
    summary: 'Someone became a member',
    data: z.object({ userId, role, invitationId: invitationId.optional() }),
    example: { ...someone, role: 'member', ...invited },
  },
  'member.left': { ...member, summary: 'A member left', data: z.object({ userId }), example: someone },
  'member.removed': { ...member, summary: 'A member was removed', data: z.object({ userId }), example: someone },
  'member.role_changed': {
    ...member,
    summary: 'A member may do more, or less, than before',
    data: z.object({ userId, from: role, to: role }),
    example: { ...someone, from: 'viewer', to: 'member' },
  },
  'member.invited': {
    ...member,
    summary: 'Someone was invited to become a member',
    data: invitationData,
    example: { ...invited, role: 'member' },
  },
  'member.invitation_sent_again': {
    ...member,
    summary: 'An invitation was sent again, with a new link',
    data: invitationData,
    example: { ...invited, role: 'member' },
  },
  'member.invitation_revoked': {
    ...member,
    summary: 'An invitation was taken back',
    data: invitationData,
    example: invited,
  },
  'member.invitation_declined': {
    ...member,
    summary: 'An invitation was declined by who holds its link',
    data: invitationData,
    example: invited,
  },
  'api_key.created': { ...apiKey, summary: 'An API key was made', data: keyData, example: ownKey },
  'api_key.rotated': {
    ...apiKey,
    summary: 'An API key was replaced, and ends soon',
    data: keyData,
    example: { ...ownKey, successor: 'k_5vW2' },
  },
  'api_key.revoked': { ...apiKey, summary: 'An API key was revoked', data: keyData, example: ownKey },
  'identity_provider.created': {
    ...provider,
    summary: 'An identity provider may let people in',
    data: providerData,
    example: company,
  },
  'identity_provider.changed': {
    ...provider,
    summary: 'Whom an identity provider lets in was changed',
    data: providerData,
    example: company,
  },
  'identity_provider.removed': {
    ...provider,
    summary: 'An identity provider lets nobody in any more',
    data: providerData,
    example: company,
  },
} as const satisfies Record<string, CatalogueEntry>
