import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Role } from '../../../contract/auth.ts'
import { answer, api, idempotent } from './client.ts'

const person = (userId: string) => ({ params: { path: { userId } } })
const invitation = (id: string) => ({ params: { path: { id } } })

/** Members whose name, username or email contain a text; all with an empty one. */
export const membersQuery = (query: string) =>
  infiniteQueryOptions({
    queryKey: ['members', query],
    queryFn: ({ pageParam: cursor }) => {
      const wish = { limit: 50, ...(query !== '' && { query }), ...(cursor !== undefined && { cursor }) }
      return answer(api.GET('/api/v1/members', { params: { query: wish } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

/** Who each member is, for pages that know only their ids. */
export const memberNamesQuery = queryOptions({
  queryKey: ['members', 'names'],
  queryFn: async () => {
    const { data } = await answer(api.GET('/api/v1/members', { params: { query: { limit: 100 } } }))
    return new Map(data.map(({ userId, email }) => [userId, email]))
  },
})

export const changeRole = (userId: string, role: Role) =>
  answer(api.PATCH('/api/v1/members/{userId}', { ...person(userId), body: { role } }))

export const removeMember = (userId: string) => answer(api.DELETE('/api/v1/members/{userId}', person(userId)))

export const leaveOrganization = () => answer(api.DELETE('/api/v1/members/me'))

export const invitationsQuery = infiniteQueryOptions({
  queryKey: ['member-invitations'],
  queryFn: ({ pageParam: cursor }) => {
    const query = { limit: 50, ...(cursor !== undefined && { cursor }) }
    return answer(api.GET('/api/v1/members/invitations', { params: { query } }))
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export const invite = (body: { email: string; role: Role }) =>
  answer(api.POST('/api/v1/members/invitations', { body, headers: idempotent() }))

export const resendInvitation = (id: string) =>
  answer(api.POST('/api/v1/members/invitations/{id}/resend', { ...invitation(id), headers: idempotent() }))

export const revokeInvitation = (id: string) => answer(api.DELETE('/api/v1/members/invitations/{id}', invitation(id)))
