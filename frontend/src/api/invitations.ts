import { infiniteQueryOptions } from '@tanstack/react-query'
import { answer, api, idempotent } from './client.ts'
import type { components } from './schema.gen.ts'

type Schemas = components['schemas']
export type ListedInvitation = Schemas['ListedInvitation']
export type InvitationStatus = ListedInvitation['status']
export type InvitationCounts = Schemas['InvitationCounts']
export type InvitedList = Schemas['InvitedList']

const path = (invitation: string) => ({ params: { path: { invitation } } })

export const guestListQuery = (
  eventId: string,
  { status, email }: { status: InvitationStatus | null; email: string },
) =>
  infiniteQueryOptions({
    queryKey: ['guest-list', eventId, status, email],
    queryFn: ({ pageParam: cursor }) => {
      const query = {
        limit: 50,
        ...(status !== null && { status }),
        ...(email !== '' && { email }),
        ...(cursor !== undefined && { cursor }),
      }
      return answer(api.GET('/api/v1/events/{id}/invitations', { params: { path: { id: eventId }, query } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export type Invitee = Schemas['Invitee']
export type InvitationChange = Schemas['InvitationChange']

export interface InvitationOrder {
  /** Addresses as they were pasted, a table with a header, or people one by one. */
  to: { text: string } | { csv: string } | { to: Invitee[] }
  message: string
  expiresAt: string | null
}

export function inviteGuests(eventId: string, { to, message, expiresAt }: InvitationOrder): Promise<InvitedList> {
  const body = {
    ...to,
    ...(message !== '' && { message }),
    ...(expiresAt !== null && { expiresAt }),
    reminders: true,
    strict: false,
  }
  const params = { path: { id: eventId } }
  return answer(api.POST('/api/v1/events/{id}/invitations', { params, body, headers: idempotent() }))
}

export const changeGuest = (invitation: string, body: InvitationChange) =>
  answer(api.PATCH('/api/v1/invitations/{invitation}', { ...path(invitation), body }))

export const cancelGuest = (invitation: string) =>
  answer(api.POST('/api/v1/invitations/{invitation}/cancel', { ...path(invitation), body: {} }))

export const resendGuest = (invitation: string) =>
  answer(api.POST('/api/v1/invitations/{invitation}/resend', path(invitation)))
